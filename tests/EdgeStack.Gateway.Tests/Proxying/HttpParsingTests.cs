using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using EdgeStack.Gateway.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Proxying;

/// <summary>Each case is sent over a real connection, with a second request right behind it.</summary>
public sealed class HttpParsingTests : IAsyncLifetime
{
    private static readonly byte[] Second = Encoding.Latin1.GetBytes("GET /second HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n");

    // In chunks of any size, without extensions and trailers.
    private static readonly Regex OnlyHello = new("^(?:[1-5]\r\n[helo]{1,5}\r\n)+0\r\n\r\n$", RegexOptions.CultureInvariant);

    private static readonly Regex RefusalOfNoHttp = new("^HTTP/1\\.1 (?:400|414|431|501|505) [^\r]*\r\n", RegexOptions.CultureInvariant);

    private readonly TemporaryFolder _folder = new();
    private TestBackend _backend = null!;
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _backend = await TestBackend.StartAsync();
        _folder.Write("a.yaml", ConfigMap("a", Route("a.example", _backend)));
        _gateway = await RunningGateway.StartAsync(_folder.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _backend.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public Task H1_01_a_length_beside_a_transfer_coding_is_refused() => BecomesAsync("H1-01");

    [Fact]
    public Task H1_02_a_request_hidden_in_another_ones_body_is_never_parsed() => BecomesAsync("H1-02");

    [Fact]
    public Task H1_03_a_length_has_one_spelling() => BecomesAsync("H1-03");

    [Fact]
    public Task H1_04_a_request_has_one_length() => BecomesAsync("H1-04");

    [Fact]
    public async Task H1_05_chunk_extensions_do_not_reach_an_upstream()
    {
        await BecomesAsync("H1-05");
        Assert.All(await ArrivedAsync("H1-05"), arrived => Assert.Matches(OnlyHello, arrived.Body));
    }

    [Fact]
    public Task H1_06_a_chunk_line_ends_with_both_bytes() => BecomesAsync("H1-06");

    [Fact]
    public Task H1_07_a_trailer_ends_with_both_bytes() => BecomesAsync("H1-07");

    [Fact]
    public Task H1_08_a_chunk_size_beyond_all_numbers_is_refused() => BecomesAsync("H1-08");

    [Fact]
    public Task H1_09_a_chunk_size_is_hexadecimal_digits() => BecomesAsync("H1-09");

    [Fact]
    public Task H1_10_chunked_is_the_only_transfer_coding() => BecomesAsync("H1-10");

    [Fact]
    public Task H1_11_a_line_ends_with_both_bytes() => BecomesAsync("H1-11");

    [Fact]
    public Task H1_12_header_names_are_tokens_and_values_have_no_control_bytes() => BecomesAsync("H1-12");

    [Fact]
    public Task H1_13_a_header_is_a_name_a_colon_and_a_value_on_one_line() => BecomesAsync("H1-13");

    [Fact]
    public Task H1_14_a_request_names_one_host_and_nothing_else_there() => BecomesAsync("H1-14");

    [Fact]
    public Task H1_15_a_url_as_target_names_the_same_host() => BecomesAsync("H1-15");

    [Fact]
    public Task H1_16_a_target_is_a_path_without_a_fragment_and_a_method_is_short() => BecomesAsync("H1-16");

    [Fact]
    public Task H1_17_tunnels_traces_and_other_versions_are_refused() => BecomesAsync("H1-17");

    [Fact]
    public async Task H1_18_a_body_of_a_request_that_needs_none_is_read_to_its_end_and_passed_on()
    {
        await BecomesAsync("H1-18");
        Assert.All(await ArrivedAsync("H1-18"), arrived => Assert.True(arrived.Body == "hello" || OnlyHello.IsMatch(arrived.Body), arrived.ToString()));
    }

    [Fact]
    public Task H1_19_a_web_socket_is_asked_for_by_get_without_a_body() => BecomesAsync("H1-19");

    [Fact]
    public async Task H1_20_other_upgrades_are_not_passed_on()
    {
        await BecomesAsync("H1-20");
        Assert.All(await ArrivedAsync("H1-20"), arrived => Assert.DoesNotMatch("(?im)^(upgrade|connection|http2-settings):", arrived.Head));
    }

    [Fact]
    public Task H1_21_an_unknown_expectation_is_417() => BecomesAsync("H1-21");

    [Fact]
    public async Task H1_22_trailers_do_not_reach_an_upstream()
    {
        await BecomesAsync("H1-22");
        (string head, string body) = Assert.Single(await ArrivedAsync("H1-22"));
        Assert.Matches(OnlyHello, body);
        Assert.Contains("\r\nHost: a.example\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)6\\.6\\.6\\.6|b\\.example|\r\n(content-length|authorization|trailer):", head);
    }

    [Fact]
    public Task H1_23_what_is_no_http_is_refused() => BecomesAsync("H1-23");

    [Fact]
    public async Task H1_23_the_beginning_of_an_http2_connection_is_told_to_use_http1()
    {
        byte[] goAway = [0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x0d]; // RFC 9113: HTTP_1_1_REQUIRED
        string answer = await RawRequest.SendAsync(_gateway.Public, [.. Encoding.Latin1.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 0, 0, 0, 4, 0, 0, 0, 0, 0]);
        Assert.Equal(goAway, Encoding.Latin1.GetBytes(answer));
        Assert.Empty(_backend.Requests);
    }

    [Fact]
    public async Task H1_23_random_bytes_are_refused_and_are_no_fault_of_ours()
    {
        using LogMemory log = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Routes = [_folder.Path] }, services => services.AddSingleton<ILoggerProvider>(log));
        Random random = new(Seed: 23);
        foreach (int length in (int[])[0, 1, 2, 9, 24, 100, 1000, 4096, 32_768, 65_536, .. Enumerable.Range(0, 100).Select(_ => random.Next(65_536))])
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            using RawConnection connection = await RawConnection.OpenAsync(gateway.Public);
            string answer = await connection.SendToEndAsync(bytes);
            Assert.True(answer.Length == 0 || RefusalOfNoHttp.IsMatch(answer), $"{length} bytes: '{answer}'");
        }

        using HttpResponseMessage after = await gateway.GetAsync("a.example", "/after");
        Assert.Equal("/after", Assert.Single(_backend.Requests).RawTarget);
        Assert.Empty(log.Faults);
    }

    [Fact]
    public Task HD_12_too_many_or_too_large_headers_are_431() => BecomesAsync("HD-12");

    [Fact]
    public async Task H1_21_a_body_that_is_waited_for_follows_after_100_continue()
    {
        string answer = await RawRequest.SendAsync(_gateway.Public, [.. Encoding.Latin1.GetBytes("POST /case HTTP/1.1\r\nHost: a.example\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello"), .. Second]);
        Assert.Equal(2, answer.Split("hello").Length - 1);
    }

    [Fact]
    public async Task What_the_server_refuses_by_itself_is_counted_and_logged_like_our_own_refusals()
    {
        await RawRequest.SendAsync(_gateway.Public, Encoding.Latin1.GetBytes("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"));
        await _gateway.LogLineAsync(line => line.TryGetProperty("error", out var error) && error.GetString() == "rejected: syntax" && line.GetProperty("status").GetInt32() == 400);
        Assert.Contains("edgestack_rejected_requests_total{reason=\"syntax\"} 1", await _gateway.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_for_the_server_itself_is_answered_without_an_upstream()
    {
        string answer = await RawRequest.SendAsync(_gateway.Public, Encoding.Latin1.GetBytes("OPTIONS * HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 204 ", answer, StringComparison.Ordinal);
        Assert.Empty(_backend.Requests);
        Assert.Equal("*", (await _gateway.LogLineAsync(line => line.GetProperty("method").GetString() == "OPTIONS")).GetProperty("path").GetString());
    }

    [Fact]
    public void The_page_lists_what_these_tests_measure() => HttpParsingPage.Check();

    private async Task BecomesAsync(string row)
    {
        List<string> wrong = [];
        foreach (ParsingCase sent in ParsingCase.All.Where(sent => sent.Row == row))
        {
            // A request whose body breaks may reach the upstream late; what must never come is anything behind it.
            int before = _backend.Requests.Count(request => request.RawTarget != "/case");
            string answer = await RawRequest.SendAsync(_gateway.Public, [.. sent.Bytes, .. Second]);
            string[] others = [.. _backend.Requests.Select(request => request.RawTarget).Where(target => target != "/case").Skip(before)];
            bool right = sent.By == Decider.Upstream ? IsServed(answer) && others is ["/second"] : IsRefused(answer, sent) && others is [];
            if (!right)
                wrong.Add($"{sent.Sent}: '{answer}', upstream was asked for {string.Join(", ", others)}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        int most = ParsingCase.All.Count(sent => sent.Row == row && (sent.By == Decider.Upstream || sent.BreaksInBody));
        int asked = _backend.Requests.Count(request => request.RawTarget == "/case");
        Assert.True(asked <= most, $"the upstream was asked {asked} times, at most {most} may reach it");
    }

    /// <summary>What the row's requests become on the wire behind the gateway.</summary>
    private static async Task<IReadOnlyList<(string Head, string Body)>> ArrivedAsync(string row)
    {
        ConcurrentQueue<(string, string)> arrived = [];
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            while (await connection.ReadHeadAsync() is { } head)
            {
                // A body in chunks ends like a head: with an empty line.
                string? body = head.Contains("chunked", StringComparison.OrdinalIgnoreCase) ? await connection.ReadHeadAsync()
                    : head.Contains("Content-Length: 5", StringComparison.Ordinal) ? Encoding.Latin1.GetString(await connection.ReadAsync(5)) : "";
                arrived.Enqueue((head, body!));
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"http://127.0.0.1:{backend.Port}\" }}"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        ParsingCase[] cases = [.. ParsingCase.All.Where(sent => sent.Row == row)];
        foreach (ParsingCase sent in cases)
            await RawRequest.SendAsync(gateway.Public, [.. sent.Bytes, .. Second]);
        Assert.Equal(cases.SelectMany(_ => (string[])["/case", "/second"]), arrived.Select(request => request.Item1.Split(' ')[1]));
        return [.. arrived.Where(request => request.Item1.Contains(" /case ", StringComparison.Ordinal))];
    }

    private static bool IsServed(string answer) => answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) && answer.Split("HTTP/1.1 200 ").Length == 3;

    private static bool IsRefused(string answer, ParsingCase sent) => sent.Answer is not { } status ? answer.Length == 0
        : answer.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal) && answer.Split("HTTP/1.1 ").Length == 2
            && answer.Contains("Connection: close", StringComparison.Ordinal) && answer.EndsWith("\r\n\r\n", StringComparison.Ordinal) == (sent.By == Decider.Kestrel);
}
