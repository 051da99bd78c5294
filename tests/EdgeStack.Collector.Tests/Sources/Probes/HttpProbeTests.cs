using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Probes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Sources.Probes;

public sealed class HttpProbeTests
{
    // What Debian's blackbox_exporter 0.22 exposes for http, but its hash of the address and what it says of the chain that it built.
    private static readonly string[] Upstream =
    [
        "probe_dns_lookup_time_seconds", "probe_duration_seconds", "probe_failed_due_to_regex", "probe_http_content_length", "probe_http_duration_seconds", "probe_http_last_modified_timestamp_seconds",
        "probe_http_redirects", "probe_http_ssl", "probe_http_status_code", "probe_http_uncompressed_body_length", "probe_http_version", "probe_ip_protocol", "probe_success",
    ];

    private static readonly string[] Phases = ["resolve", "connect", "processing", "transfer"];

    [Fact]
    public async Task An_answer_is_told_with_the_names_of_blackbox_exporter()
    {
        await using TestBackend target = await TestBackend.StartAsync(async context =>
        {
            context.Response.Headers.LastModified = "Thu, 01 Jan 2026 00:00:00 GMT";
            context.Response.ContentLength = 5;
            await context.Response.WriteAsync("hello");
        });

        Reading reading = await Probing.OnceAsync(Probing.Http(target.Address));

        Assert.Equal(SourceOutcome.Ok, reading.Outcome);
        Assert.Empty(reading.Problems);
        Assert.Equal(Upstream, reading.Families().Order(StringComparer.Ordinal));
        Assert.Equal("1", reading[$"probe_success{{probe=\"it\",instance=\"{target.Address}\"}}"]);
        Assert.Equal(("200", "1.1", "0", "0", "5", "5", "4", "0"), (
            reading.Of("probe_http_status_code"), reading.Of("probe_http_version"), reading.Of("probe_http_ssl"), reading.Of("probe_http_redirects"), reading.Of("probe_http_content_length"),
            reading.Of("probe_http_uncompressed_body_length"), reading.Of("probe_ip_protocol"), reading.Of("probe_failed_due_to_regex")));
        Assert.Equal("1767225600", reading.Of("probe_http_last_modified_timestamp_seconds"));
        double[] phases = [.. Phases.Select(phase => Number(reading.Of("probe_http_duration_seconds", $"phase=\"{phase}\"")))];
        Assert.All(phases, phase => Assert.True(phase > 0, $"{phase}"));
        Assert.Equal("0", reading.Of("probe_http_duration_seconds", "phase=\"tls\""));
        Assert.InRange(phases.Sum(), 0, Number(reading.Of("probe_duration_seconds")));
    }

    [Fact]
    public async Task Over_TLS_the_end_of_the_certificate_is_told_and_by_host_as_well()
    {
        using TestCertificates certificates = new();
        using X509Certificate2 certificate = certificates.For("127.0.0.1");
        await using TestBackend target = await TlsAsync(certificate);
        using TemporaryFolder folder = new();
        ProbeOptions probe = Probing.Http(target.Address);
        probe.CaFile = await AuthorityAsync(folder, certificates);
        probe.PublicHost = "shop.example";

        Reading reading = await Probing.OnceAsync(probe);

        string end = new DateTimeOffset(certificate.NotAfter.ToUniversalTime()).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Assert.Equal(("1", "1", "2", end), (reading.Of("probe_success"), reading.Of("probe_http_ssl"), reading.Of("probe_http_version"), reading.Of("probe_ssl_earliest_cert_expiry")));
        Assert.Equal("1", reading.Of("probe_tls_version_info", "version=\"TLS 1.3\""));
        Assert.True(Number(reading.Of("probe_http_duration_seconds", "phase=\"tls\"")) > 0);
        Assert.Equal(("1", end), (reading["edgestack_probe_success{host=\"shop.example\"}"], reading["edgestack_probe_cert_not_after_timestamp_seconds{host=\"shop.example\"}"]));
        Assert.Equal(reading.Of("probe_duration_seconds"), reading.Of("edgestack_probe_duration_seconds"));
    }

    [Fact]
    public async Task A_certificate_that_does_not_count_fails_the_try_and_its_end_is_told()
    {
        using TestCertificates certificates = new();
        using TemporaryFolder folder = new();
        string authority = await AuthorityAsync(folder, certificates);
        using X509Certificate2 expired = certificates.Expired("127.0.0.1"), other = certificates.For("other.example"), self = TestCertificates.SelfSigned("127.0.0.1"), right = certificates.For("127.0.0.1");

        foreach ((X509Certificate2 certificate, string? trusted, string why) in new (X509Certificate2, string?, string)[]
        {
            (expired, authority, "the certificate has ended, or has not begun"), (other, authority, "the certificate is for another name"), (self, authority, "the certificate is not trusted"),
            (right, null, "the certificate is not trusted"), (right, Path.Combine(folder.Path, "missing"), "the file with the authority's certificates cannot be read"),
        })
        {
            await using TestBackend target = await TlsAsync(certificate);
            ProbeOptions probe = Probing.Http(target.Address);
            probe.CaFile = trusted;

            Reading reading = await Probing.OnceAsync(probe);

            Assert.Equal(SourceOutcome.Ok, reading.Outcome);
            Assert.Equal([$"{target.Address}: {why}"], reading.Problems);
            Assert.Equal(("0", "0"), (reading.Of("probe_success"), reading.Of("probe_http_status_code")));
            if (!why.StartsWith("the file", StringComparison.Ordinal))
                Assert.Equal(new DateTimeOffset(certificate.NotAfter.ToUniversalTime()).ToUnixTimeSeconds(), Number(reading.Of("probe_ssl_earliest_cert_expiry")));
        }
    }

    [Fact]
    public async Task Redirects_are_followed_and_counted_to_a_limit()
    {
        await using TestBackend target = await TestBackend.StartAsync(context =>
        {
            int left = int.Parse(context.Request.Path.Value![1..], CultureInfo.InvariantCulture);
            if (left > 0)
                context.Response.Redirect($"/{left - 1}");
            return Task.CompletedTask;
        });

        Reading three = await Probing.OnceAsync(Probing.Http(new Uri(target.Address, "/3"))), six = await Probing.OnceAsync(Probing.Http(new Uri(target.Address, "/6")));

        Assert.Equal(("1", "200", "3"), (three.Of("probe_success"), three.Of("probe_http_status_code"), three.Of("probe_http_redirects")));
        Assert.Equal(("0", "302", "5"), (six.Of("probe_success"), six.Of("probe_http_status_code"), six.Of("probe_http_redirects")));
    }

    [Theory]
    [InlineData("file:///etc/passwd", "a redirect leads to something else than http and https")]
    [InlineData("http://169.254.169.254/latest", "169.254.169.254 is link-local and is not tried")]
    [InlineData("//", "a redirect leads to what is no address")]
    [InlineData("//[", "a redirect leads to what is no address")]
    public async Task A_redirect_to_where_nobody_may_go_is_not_followed(string location, string why)
    {
        await using TestBackend target = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });

        Assert.Equal([$"{target.Address}: {why}"], (await Probing.OnceAsync(Probing.Http(target.Address))).Problems);
    }

    [Theory]
    [InlineData("/?key=secret")]
    [InlineData("/#secret")]
    public async Task What_stands_behind_the_path_is_asked_for_and_not_shown(string more)
    {
        await using TestBackend target = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });

        Reading reading = await Probing.OnceAsync(Probing.Http(new Uri(target.Address, more)));

        Assert.Equal("0", reading[$"probe_success{{probe=\"it\",instance=\"{target.Address}\"}}"]);
        Assert.Equal([$"{target.Address}: it answers 404"], reading.Problems);
        Assert.Equal(more.Split('#')[0], Assert.Single(target.Requests).RawTarget);
    }

    [Fact]
    public async Task A_header_that_cannot_be_sent_fails_the_try_with_zeros()
    {
        ProbeOptions probe = Probing.Http(new Uri($"http://127.0.0.1:{FreePort.Closed()}/"));
        probe.HostHeader = "a b";

        Reading reading = await Probing.OnceAsync(probe);

        Assert.Equal((SourceOutcome.Ok, "0", "0"), (reading.Outcome, reading.Of("probe_success"), reading.Of("probe_http_status_code")));
        Assert.EndsWith(": the host or the URL is one that cannot be asked for", Assert.Single(reading.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_try_that_fails_in_a_way_nobody_thought_of_is_one_that_failed()
    {
        ProbeResult result = await TimedProbe.RunAsync(_ => throw new KeyNotFoundException("a secret"), TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal("the try failed in a way that was not foreseen (KeyNotFoundException), which is a mistake of ours: please report it", result.Problem);
    }

    [Fact]
    public async Task Status_text_and_host_are_what_the_settings_ask_for()
    {
        await using TestBackend target = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = 401;
            return context.Response.WriteAsync("Who are you?");
        });
        ProbeOptions probe = Probing.Http(target.Address);

        Assert.Equal([$"{target.Address}: it answers 401"], (await Probing.OnceAsync(probe)).Problems);
        probe.Status = [401];
        probe.HostHeader = "shop.example";
        Assert.Empty((await Probing.OnceAsync(probe)).Problems);
        Assert.Equal("shop.example", target.Requests.Last().Headers["Host"]);
        probe.Contains = "are you";
        Assert.Equal("0", (await Probing.OnceAsync(probe)).Of("probe_failed_due_to_regex"));
        probe.Contains = "welcome";
        Reading wrong = await Probing.OnceAsync(probe);
        Assert.Equal(("0", "1"), (wrong.Of("probe_success"), wrong.Of("probe_failed_due_to_regex")));
    }

    [Fact]
    public async Task Where_nobody_answers_the_try_fails_with_zeros()
    {
        Reading reading = await Probing.OnceAsync(Probing.Http(new Uri($"http://127.0.0.1:{FreePort.Closed()}/")));

        Assert.Equal(SourceOutcome.Ok, reading.Outcome);
        Assert.EndsWith(": no connection: refused, or nobody there", Assert.Single(reading.Problems), StringComparison.Ordinal);
        Assert.Equal(("0", "0", "0", "4"), (reading.Of("probe_success"), reading.Of("probe_http_status_code"), reading.Of("probe_http_version"), reading.Of("probe_ip_protocol")));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", "the answer broke off or is not HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nx", "the answer broke off")]
    public async Task An_answer_that_is_none_fails_the_try(string answer, string why)
    {
        await using RawBackend target = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync(answer);
        });

        Assert.EndsWith(why, Assert.Single((await Probing.OnceAsync(Probing.Http(new Uri($"http://127.0.0.1:{target.Port}/")))).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_body_without_end_a_MiB_is_read()
    {
        await using RawBackend target = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\n\r\n");
            while (true)
                await connection.WriteAsync(new byte[4096]);
        });

        Reading reading = await Probing.OnceAsync(Probing.Http(new Uri($"http://127.0.0.1:{target.Port}/")));

        Assert.Equal(("1", "-1"), (reading.Of("probe_success"), reading.Of("probe_http_content_length")));
        Assert.InRange(Number(reading.Of("probe_http_uncompressed_body_length")), 1024 * 1024, (1024 * 1024) + (16 * 1024));
    }

    [Fact]
    public async Task A_try_ends_when_its_time_is_over()
    {
        FakeTimeProvider time = new();
        await using RawBackend silent = RawBackend.Start(connection => connection.WaitForEndAsync());

        Task<Reading> waiting = Probing.OnceAsync(Probing.Http(new Uri($"http://127.0.0.1:{silent.Port}/")), time);
        await Eventually.HoldsAsync(() => silent.Accepted == 1, "the silent target was connected to");
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));

        Reading reading = await waiting;
        Assert.EndsWith(": took longer than 10 s", Assert.Single(reading.Problems), StringComparison.Ordinal);
        Assert.Equal(("0", "10"), (reading.Of("probe_success"), reading.Of("probe_duration_seconds")));
    }

    private static async Task<string> AuthorityAsync(TemporaryFolder folder, TestCertificates certificates)
    {
        string file = Path.Combine(folder.Path, "ca.crt");
        await File.WriteAllTextAsync(file, certificates.AuthorityPem);
        return file;
    }

    private static Task<TestBackend> TlsAsync(X509Certificate2 certificate) => TestBackend.StartAsync(listen: listen => listen.UseHttps(certificate));

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);
}
