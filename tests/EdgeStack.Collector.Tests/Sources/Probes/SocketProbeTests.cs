using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using CsCheck;
using EdgeStack.Collector.Sources.Probes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Sources.Probes;

public sealed class SocketProbeTests
{
    [Fact]
    public async Task A_connection_is_a_success_and_none_is_not()
    {
        await using RawBackend target = RawBackend.Start(connection => connection.WaitForEndAsync());

        Reading open = await Probing.OnceAsync(Probing.Socket(target.Port, ProbeKind.Tcp)), closed = await Probing.OnceAsync(Probing.Socket(FreePort.Closed(), ProbeKind.Tcp));

        Assert.Equal(["probe_dns_lookup_time_seconds", "probe_duration_seconds", "probe_failed_due_to_regex", "probe_ip_protocol", "probe_success"], open.Families().Order(StringComparer.Ordinal));
        Assert.Equal(("1", "0"), (open.Of("probe_success"), closed.Of("probe_success")));
        Assert.Empty(open.Problems);
        Assert.EndsWith(": no connection: refused, or nobody there", Assert.Single(closed.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_is_looked_at_without_a_request()
    {
        using TestCertificates certificates = new();
        using TemporaryFolder folder = new();
        string authority = Path.Combine(folder.Path, "ca.crt");
        await File.WriteAllTextAsync(authority, certificates.AuthorityPem, TestContext.Current.CancellationToken);
        using X509Certificate2 right = certificates.For("127.0.0.1"), expired = certificates.Expired("127.0.0.1");
        await using TestBackend good = await TestBackend.StartAsync(listen: listen => listen.UseHttps(right)), bad = await TestBackend.StartAsync(listen: listen => listen.UseHttps(expired));

        Reading counts = await ReadAsync(good.Port), does_not = await ReadAsync(bad.Port);

        Assert.Equal(("1", "1"), (counts.Of("probe_success"), counts.Of("probe_tls_version_info", "version=\"TLS 1.3\"")));
        Assert.Equal(new DateTimeOffset(right.NotAfter.ToUniversalTime()).ToUnixTimeSeconds(), long.Parse(counts.Of("probe_ssl_earliest_cert_expiry")!, CultureInfo.InvariantCulture));
        Assert.Equal("0", does_not.Of("probe_success"));
        Assert.EndsWith(": the certificate has ended, or has not begun", Assert.Single(does_not.Problems), StringComparison.Ordinal);
        Assert.Equal(TestCertificates.ExpiredOn.ToUnixTimeSeconds(), long.Parse(does_not.Of("probe_ssl_earliest_cert_expiry")!, CultureInfo.InvariantCulture));
        Assert.Empty(good.Requests);

        Task<Reading> ReadAsync(int port)
        {
            ProbeOptions probe = Probing.Socket(port, ProbeKind.Certificate);
            probe.CaFile = authority;
            return Probing.OnceAsync(probe);
        }
    }

    [Fact]
    public async Task A_server_that_speaks_no_TLS_has_no_certificate()
    {
        await using RawBackend target = RawBackend.Start(connection => connection.WriteAsync("220 mail.example ESMTP\r\n"));

        Reading reading = await Probing.OnceAsync(Probing.Socket(target.Port, ProbeKind.Certificate));

        Assert.EndsWith(": no TLS connection", Assert.Single(reading.Problems), StringComparison.Ordinal);
        Assert.Null(reading.Of("probe_ssl_earliest_cert_expiry"));
    }

    [Fact]
    public async Task A_DNS_server_is_asked_and_its_records_are_counted()
    {
        await using FakeDns server = FakeDns.Start(question => [FakeDns.Answer(question, 0, 1)]);

        Reading reading = await Probing.OnceAsync(Probing.Socket(server.Port, ProbeKind.Dns));

        Assert.Equal(
            ["probe_dns_additional_rrs", "probe_dns_answer_rrs", "probe_dns_authority_rrs", "probe_dns_duration_seconds", "probe_dns_lookup_time_seconds", "probe_dns_query_succeeded", "probe_duration_seconds", "probe_ip_protocol", "probe_success"],
            reading.Families().Order(StringComparer.Ordinal));
        Assert.Equal(("1", "1", "1", "2", "3"), (reading.Of("probe_success"), reading.Of("probe_dns_query_succeeded"), reading.Of("probe_dns_answer_rrs"), reading.Of("probe_dns_authority_rrs"), reading.Of("probe_dns_additional_rrs")));
        Assert.NotEqual("0", reading.Of("probe_dns_duration_seconds", "phase=\"request\""));
        Assert.Equal([1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 4, .. "shop"u8, 7, .. "example"u8, 0, 0, 1, 0, 1], server.Asked![2..]);
    }

    [Fact]
    public async Task An_error_of_a_DNS_server_is_an_answer_and_no_success()
    {
        await using FakeDns server = FakeDns.Start(question => [FakeDns.Answer(question, 3, 0)]);

        Reading reading = await Probing.OnceAsync(Probing.Socket(server.Port, ProbeKind.Dns));

        Assert.Equal(("0", "1"), (reading.Of("probe_success"), reading.Of("probe_dns_query_succeeded")));
        Assert.EndsWith(": the server answers with the error 3", Assert.Single(reading.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_that_answer_no_question_of_ours_are_nothing()
    {
        await using FakeDns server = FakeDns.Start(question =>
        [
            [], [1, 2, 3], question, FakeDns.Answer([(byte)(question[0] ^ 1), .. question[1..]], 0, 9), FakeDns.Answer([.. question[..13], (byte)(question[13] ^ 4), .. question[14..]], 0, 9), FakeDns.Answer(question, 0, 1),
        ]);

        Assert.Equal("1", (await Probing.OnceAsync(Probing.Socket(server.Port, ProbeKind.Dns))).Of("probe_dns_answer_rrs"));
    }

    [Fact]
    public async Task A_DNS_server_that_does_not_answer_ends_with_the_time()
    {
        FakeTimeProvider time = new();
        await using FakeDns server = FakeDns.Start(_ => []);

        Task<Reading> waiting = Probing.OnceAsync(Probing.Socket(server.Port, ProbeKind.Dns), time);
        await Eventually.HoldsAsync(() => server.Asked is not null, "the server was asked");
        time.Advance(TimeSpan.FromSeconds(10));

        Reading reading = await waiting;
        Assert.Equal(("0", "0", "10"), (reading.Of("probe_success"), reading.Of("probe_dns_query_succeeded"), reading.Of("probe_dns_duration_seconds", "phase=\"request\"")));
    }

    [Fact]
    public async Task Where_no_DNS_server_is_the_try_fails()
    {
        Reading reading = await Probing.OnceAsync(Probing.Socket(FreePort.Closed(), ProbeKind.Dns));

        Assert.EndsWith(": no DNS server is there", Assert.Single(reading.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg.example")]
    public void A_name_that_DNS_cannot_have_is_no_question(string name) => Assert.Null(DnsQuery.Question(1, name, DnsType.A));

    [Fact]
    public void Whatever_a_server_sends_is_an_answer_or_nothing()
    {
        byte[] question = DnsQuery.Question(7, "a.example", DnsType.Aaaa)!;
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Int[0, question.Length]).Sample((noise, from) =>
        {
            byte[] message = [.. question[..from], .. noise];
            if (DnsQuery.Answer(question, message) is not null)
                Assert.Equal(question[..2], message[..2]);
        });
    }

    [Theory]
    [InlineData("pi:53", "pi", 53)]
    [InlineData("10.0.0.1:1", "10.0.0.1", 1)]
    [InlineData("[::1]:65535", "::1", 65535)]
    [InlineData("pi", null, 0)]
    [InlineData(":53", null, 0)]
    [InlineData("::1:53", null, 0)]
    [InlineData("pi:0", null, 0)]
    [InlineData("pi:65536", null, 0)]
    [InlineData("pi:+1", null, 0)]
    [InlineData("a b:1", null, 0)]
    public void A_target_is_a_host_and_a_port(string text, string? host, int port) => Assert.Equal(host is null ? null : new ProbeEnd(host, port), ProbeEnd.Read(text));
}
