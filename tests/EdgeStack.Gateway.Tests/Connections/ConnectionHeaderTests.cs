using System.Text;
using EdgeStack.Gateway.Connections;
using EdgeStack.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Connections;

/// <summary>Kestrel keeps only close, keep-alive or upgrade of a Connection that names one of them.</summary>
public sealed class ConnectionHeaderTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private TestBackend _backend = null!, _closing = null!;
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        (_backend, _closing) = (await TestBackend.StartAsync(), await TestBackend.StartAsync());
        _folder.Write("a.yaml", ConfigMap("a", Route("a.example", _backend), $"{{ match: \"Host(`a.example`) && Header(`Connection`, `close`)\", service: \"http://127.0.0.1:{_closing.Port}\" }}"));
        _gateway = await RunningGateway.StartAsync(_folder.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _backend.DisposeAsync();
        await _closing.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("close, X-Secret")]
    [InlineData("X-Secret, close")]
    [InlineData("Close,x-secret,,")]
    [InlineData("keep-alive, X-Secret")]
    [InlineData("Upgrade, X-Secret")]
    [InlineData("keep-alive, Upgrade, X-Secret")]
    [InlineData("X-Secret|keep-alive")]
    [InlineData("keep-alive|X-Other|X-Secret")]
    [InlineData("X-Secret|Upgrade|X-Other")]
    [InlineData("X-Secret")]
    public async Task HD_05_what_is_nominated_beside_another_option_goes_no_further(string lines)
    {
        using RawConnection connection = await RawConnection.OpenAsync(_gateway.Public);
        await connection.AskAsync(Asking(lines));
        Assert.Equal([false], Secrets());
        Assert.Equal("kept", _backend.Requests.Single().Headers["X-Kept"]);
    }

    [Fact]
    public async Task HD_05_each_request_on_a_connection_has_its_own_nominations_however_the_server_reuses_what_it_has_read()
    {
        string[] asked = ["keep-alive", "keep-alive, X-Secret", "keep-alive", "X-Secret", "X-Secret|keep-alive", "X-Secret|keep-alive", "keep-alive|X-Secret", "keep-alive, X-Secret", "keep-alive, X-Secret", "", "X-Other, keep-alive", "keep-alive"];
        bool[] passed = [true, false, true, false, false, false, false, false, false, true, true, true];
        using RawConnection connection = await RawConnection.OpenAsync(_gateway.Public);
        foreach (string lines in asked)
            await connection.AskAsync(Asking(lines));
        Assert.Equal(passed, Secrets());
        await connection.SendAsync(string.Concat(asked.Select(Asking)) + "GET /end HTTP/1.1\r\nHost: nobody.example\r\nConnection: close\r\n\r\n");
        await connection.RestAsync();
        Assert.Equal([.. passed, .. passed], Secrets());
    }

    [Fact]
    public async Task HD_05_a_trailer_nominates_nothing_of_the_next_request()
    {
        using RawConnection connection = await RawConnection.OpenAsync(_gateway.Public);
        await connection.AskAsync("POST / HTTP/1.1\r\nHost: a.example\r\nX-Secret: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nConnection: X-Secret\r\n\r\n");
        await connection.AskAsync(Asking("keep-alive"));
        await connection.AskAsync(Asking("keep-alive, X-Other"));
        Assert.Equal([true, true, true], Secrets());
    }

    [Theory]
    [InlineData("close", true)]
    [InlineData("close, X-Other", false)]
    [InlineData("X-Other|close", true)]
    [InlineData("keep-alive, X-Other", false)]
    public async Task A_rule_sees_the_header_as_it_was_sent(string lines, bool closes)
    {
        using RawConnection connection = await RawConnection.OpenAsync(_gateway.Public);
        await connection.AskAsync(Asking(lines));
        Assert.Equal((closes ? 1 : 0, closes ? 0 : 1), (_closing.Requests.Count, _backend.Requests.Count));
    }

    [Theory]
    [InlineData("close, a\u0001b")]
    [InlineData("close, a\0b")]
    [InlineData("close, \u007f")]
    public async Task H1_12_a_control_byte_is_not_hidden_by_another_option(string value)
    {
        string answer = await RawRequest.SendAsync(_gateway.Public, Encoding.Latin1.GetBytes(Asking(value)));
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Empty(_backend.Requests);
    }

    [Theory]
    [InlineData("keep-alive")]
    [InlineData("Close")]
    [InlineData("keep-alive, Upgrade")]
    public void A_header_without_nominations_costs_no_memory(string value)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(value);
        char[] chars = new char[value.Length];
        Assert.Equal(0, Allocated.By(() => ConnectionHeaderText.Instance.GetChars(bytes, chars.AsSpan())));
        Assert.Equal(value, new string(chars));
    }

    private static string Asking(string lines) => "GET / HTTP/1.1\r\nHost: a.example\r\n"
        + string.Concat(lines.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(line => $"Connection: {line}\r\n")) + "X-Secret: 1\r\nX-Kept: kept\r\n\r\n";

    // Whether the header came through, request by request.
    private bool[] Secrets() => [.. _backend.Requests.Select(seen => seen.Headers.ContainsKey("X-Secret"))];
}
