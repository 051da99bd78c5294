using System.IO.Compression;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Scraped;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Sources.Scraped;

public sealed class HostileTargetTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";
    private const string Zipped = Head + "Content-Encoding: gzip\r\n\r\n";

    // A whole gzip file of an empty one.
    private static ReadOnlySpan<byte> Nothing => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public static TheoryData<string, string> Answers => new()
    {
        { Scrape.Answer("x 1\n", "text/html"), "its content type is neither the plain format 0.0.4 nor OpenMetrics 1.0" },
        { Scrape.Answer("x 1\n", ""), "its content type is neither the plain format 0.0.4 nor OpenMetrics 1.0" },
        { Scrape.Answer("x 1\n", "text/plain; version=1.0.0"), "its content type is neither the plain format 0.0.4 nor OpenMetrics 1.0" },
        { Scrape.Answer("x 1\n", "text/plain; charset=latin1"), "its content type is neither the plain format 0.0.4 nor OpenMetrics 1.0" },
        { Scrape.Answer("x 1\n", "application/openmetrics-text; version=2.0.0"), "its content type is neither the plain format 0.0.4 nor OpenMetrics 1.0" },
        { Scrape.Answer("x 1\n", "application/openmetrics-text"), "line 1 of its page: the text has no end: '# EOF' is missing" },
        { Scrape.Answer("x 1\ny\n"), "line 2 of its page: a value is missing" },
        { Scrape.Answer("x 1"), "line 1 of its page: the text ends in the middle of a line" },
        { Scrape.Answer("x 1\n", status: HttpStatusCode.ServiceUnavailable), "it answers 503" },
        { Scrape.Answer("x 1\n", status: HttpStatusCode.Unauthorized), "it answers 401" },
        { Scrape.Answer("x 1\n", more: "Content-Encoding: br\r\n"), "its content encoding is neither gzip nor none" },
        { Scrape.Answer("x 1\n", more: "Content-Encoding: gzip, gzip\r\n"), "its content encoding is neither gzip nor none" },
        { Scrape.Answer("x 1\n", more: "Content-Encoding: gzip\r\n"), "its answer is not gzip, though it says so" },
        { "SSH-2.0-OpenSSH_9.2\r\n\r\n", "its answer broke off or is not HTTP" },
        { "HTTP/1.1 200 OK\r\nX: " + new string('x', 100_000) + "\r\n\r\n", "its answer broke off or is not HTTP" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_answer_that_is_no_page_counts_as_none(string answer, string why)
    {
        await using RawBackend target = RawBackend.Answering(answer);

        Reading reading = await Scrape.OnceAsync(Scrape.Of(target.Port));

        Assert.Equal(new SourceOutcome.Failed(why), reading.Outcome);
        AssertDown(reading, isLimited: false);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_counts_as_none()
    {
        await using RawBackend target = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync(Head + "Content-Length: 100\r\n\r\nx 1\n");
        });

        Reading reading = await Scrape.OnceAsync(Scrape.Of(target.Port));

        Assert.Equal(new SourceOutcome.Failed("its answer broke off"), reading.Outcome);
        AssertDown(reading, isLimited: false);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using RawBackend elsewhere = RawBackend.Answering(Scrape.Answer("x 1\n"));
        await using RawBackend target = RawBackend.Answering(Scrape.Answer("", status: HttpStatusCode.Found, more: $"Location: http://127.0.0.1:{elsewhere.Port}/\r\n"));

        Reading reading = await Scrape.OnceAsync(Scrape.Of(target.Port));

        Assert.Equal(new SourceOutcome.Failed("it answers 302: redirects are not followed"), reading.Outcome);
        Assert.Equal(0, elsewhere.Accepted);
    }

    [Fact]
    public async Task Where_nobody_listens_is_no_page()
    {
        Reading reading = await Scrape.OnceAsync(Scrape.Of(FreePort.Closed()));

        Assert.Equal(new SourceOutcome.Failed("no connection: refused, or nobody there"), reading.Outcome);
        AssertDown(reading, isLimited: false);
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("[fe80::1]")]
    [InlineData("[::ffff:169.254.169.254]")]
    [InlineData("[fd00:ec2::254]")]
    public async Task An_address_where_clouds_hand_out_credentials_is_not_asked(string host)
    {
        Reading reading = await Scrape.OnceAsync(new ScrapedTargetOptions { Name = "it", Url = new Uri($"http://{host}/metrics") });

        Assert.EndsWith("is link-local, and the target may not have such an address (allowLinkLocal)", Assert.IsType<SourceOutcome.Failed>(reading.Outcome).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("169.253.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("169.254.0.1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("::ffff:169.254.1.1", true)]
    public void Only_addresses_of_a_link_are_link_local(string address, bool expected) => Assert.Equal(expected, LinkLocal.Contains(IPAddress.Parse(address)));

    [Fact]
    public async Task A_page_of_a_gigabyte_that_is_announced_is_not_read()
    {
        await using RawBackend target = RawBackend.Answering(Head + "Content-Length: 1073741824\r\n\r\nx 1\n");

        Reading reading = await Scrape.OnceAsync(Scrape.Of(target.Port));

        Assert.Equal(new SourceOutcome.Failed("its page is longer than 4194304 bytes"), reading.Outcome);
        AssertDown(reading, isLimited: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_without_an_end_is_ended(bool isZipped)
    {
        byte[] piece = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("# nothing\n", 6000)));
        long sent = 0;
        await using RawBackend target = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync(isZipped ? Zipped : Head + "\r\n");
            while (true)
            {
                byte[] next = isZipped ? Member(piece) : piece;
                await connection.WriteAsync(next);
                Interlocked.Add(ref sent, next.Length);
            }
        });

        Reading reading = await Scrape.OnceAsync(Scrape.Of(target.Port));

        Assert.Equal(new SourceOutcome.Failed("its page is longer than 4194304 bytes"), reading.Outcome);
        AssertDown(reading, isLimited: true);
        // What lies in the buffers of both ends was sent, too.
        Assert.InRange(Interlocked.Read(ref sent), 1, 32L * 1024 * 1024);
    }

    [Fact]
    public async Task A_million_series_are_too_many()
    {
        string page = string.Concat(Enumerable.Range(0, 1_000_000).Select(i => $"x{{i=\"{i}\"}} 1\n"));
        await using RawBackend target = RawBackend.Answering(Scrape.Answer(page));

        Reading reading = await Scrape.OnceAsync(Scrape.Of(target.Port), new ExpositionLimits { Bytes = 64 * 1024 * 1024 });

        Assert.Equal(new SourceOutcome.Failed("line 10001 of its page: there are more than 10000 samples"), reading.Outcome);
        AssertDown(reading, isLimited: true);
    }

    [Fact]
    public void A_bomb_takes_no_more_memory_than_the_limit()
    {
        const int Limit = 1024 * 1024;
        byte[] bomb = Member(new byte[256 * Limit]);
        BoundedBody body = new(Limit);

        long bytes = Allocated.By(() =>
        {
            using MemoryStream stream = new(bomb);
            // It reads from memory, so it never waits.
            Assert.Null(body.ReadAsync(stream, isGzip: true, CancellationToken.None).GetAwaiter().GetResult());
        });

        Assert.InRange(bytes, 0, 256 * 1024);
    }

    [Fact]
    public async Task A_stream_that_inflates_to_nothing_ends_at_the_limit()
    {
        const int Limit = 64 * 1024;
        using MemoryStream stream = new();
        for (int length = 0; length < 2 * Limit; length += Nothing.Length)
            stream.Write(Nothing);
        stream.Position = 0;

        Assert.Null(await new BoundedBody(Limit).ReadAsync(stream, isGzip: true, TestContext.Current.CancellationToken));
        Assert.InRange(stream.Position, Limit, Limit + (16 * 1024));
    }

    [Fact]
    public async Task A_page_of_exactly_the_limit_is_read()
    {
        string page = "x 1\n" + new string('\n', 96);
        await using RawBackend target = RawBackend.Answering(Scrape.Answer(page));

        Assert.Equal("1", (await Scrape.OnceAsync(Scrape.Of(target.Port), new ExpositionLimits { Bytes = 100 }))["x"]);
        AssertDown(await Scrape.OnceAsync(Scrape.Of(target.Port), new ExpositionLimits { Bytes = 99 }), isLimited: true);
    }

    [Fact]
    public async Task A_byte_a_second_is_too_slow()
    {
        FakeTimeProvider time = new();
        Channel<byte> bytes = Channel.CreateUnbounded<byte>();
        await using RawBackend target = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync(Head + "\r\n");
            await foreach (byte next in bytes.Reader.ReadAllAsync(connection.Stop))
                await connection.WriteAsync(new[] { next });
        });
        using Scrape scrape = new(Scrape.Of(target.Port), time: time);

        Task<Reading> reading = scrape.ReadAsync();
        await Eventually.HoldsAsync(() => !target.Requests.IsEmpty, "the target was asked");
        for (int second = 0; second < 9; second++)
        {
            bytes.Writer.TryWrite((byte)'\n');
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Reading late = await reading;
        Assert.Equal(new SourceOutcome.Failed("took longer than 10 s"), late.Outcome);
        AssertDown(late, isLimited: false);
    }

    [Fact]
    public async Task A_target_that_never_answers_holds_up_no_other()
    {
        FakeTimeProvider time = new();
        await using RawBackend silent = RawBackend.Start(connection => connection.WaitForEndAsync()), good = RawBackend.Answering(Scrape.Answer("x 1\n"));
        using Scrape slow = new(Scrape.Of(silent.Port), time: time);

        Task<Reading> waiting = slow.ReadAsync();
        await Eventually.HoldsAsync(() => silent.Accepted == 1, "the silent target was connected to");
        Reading quick = await Scrape.OnceAsync(Scrape.Of(good.Port));

        Assert.Equal("1", quick["x"]);
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(new SourceOutcome.Failed("took longer than 10 s"), (await waiting).Outcome);
    }

    [Fact]
    public async Task A_certificate_counts_only_from_the_authority_and_for_the_name()
    {
        using TestCertificates certificates = new();
        using TemporaryFolder folder = new();
        string authority = Path.Combine(folder.Path, "ca.crt");
        await File.WriteAllTextAsync(authority, certificates.AuthorityPem, TestContext.Current.CancellationToken);

        Assert.Equal(SourceOutcome.Ok, await OverTlsAsync(certificates.For("127.0.0.1"), authority));
        SourceOutcome.Failed untrusted = new("no TLS connection: its certificate is not trusted or not for this name, or it does not speak TLS");
        Assert.Equal(untrusted, await OverTlsAsync(certificates.For("127.0.0.1"), null));
        Assert.Equal(untrusted, await OverTlsAsync(certificates.For("127.0.0.2"), authority));
        Assert.Equal(untrusted, await OverTlsAsync(certificates.Expired("127.0.0.1"), authority));
        Assert.Equal(untrusted, await OverTlsAsync(TestCertificates.SelfSigned("127.0.0.1"), authority));
        await using RawBackend plain = RawBackend.Answering(Scrape.Answer("x 1\n"));
        ScrapedTargetOptions options = Scrape.Of(plain.Port);
        options.Url = new Uri($"https://127.0.0.1:{plain.Port}/metrics");
        options.Timeout = TimeSpan.FromSeconds(2);
        Assert.IsType<SourceOutcome.Failed>((await Scrape.OnceAsync(options)).Outcome);
    }

    private static async Task<SourceOutcome> OverTlsAsync(X509Certificate2 certificate, string? authority)
    {
        using X509Certificate2 _ = certificate;
        await using TestBackend target = await TestBackend.StartAsync(
            async context =>
            {
                context.Response.ContentType = "text/plain";
                await context.Response.Body.WriteAsync("x 1\n"u8.ToArray());
            },
            listen: listen => listen.UseHttps(certificate));
        ScrapedTargetOptions options = Scrape.Of(target.Port);
        options.Url = new Uri($"https://127.0.0.1:{target.Port}/metrics");
        options.CaFile = authority;
        return (await Scrape.OnceAsync(options)).Outcome;
    }

    private static void AssertDown(Reading reading, bool isLimited)
    {
        Assert.Equal(("0", isLimited ? "1" : "0"), (reading["edgestack_scrape_up{target=\"it\"}"], reading["edgestack_scrape_limited{target=\"it\"}"]));
        Assert.Null(reading["x"]);
        Assert.Null(reading["edgestack_scrape_samples{target=\"it\"}"]);
    }

    private static byte[] Member(byte[] content)
    {
        using MemoryStream zipped = new();
        using (GZipStream zip = new(zipped, CompressionLevel.Fastest))
            zip.Write(content);
        return zipped.ToArray();
    }
}
