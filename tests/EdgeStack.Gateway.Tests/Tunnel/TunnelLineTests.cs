using System.Text;
using CsCheck;
using EdgeStack.Gateway.Tunnel;

namespace EdgeStack.Gateway.Tests.Tunnel;

/// <summary>What cloudflared writes, in its three shapes.</summary>
public sealed class TunnelLineTests
{
    [Theory]
    [InlineData("""{"level":"info","time":"2026-08-01T10:00:00Z","message":"Starting metrics server on 127.0.0.1:20241/metrics"}""", "MetricsAt { Address = http://127.0.0.1:20241/ }")]
    [InlineData("2026-08-01T10:00:00Z INF Starting metrics server on [::1]:20241/metrics", "MetricsAt { Address = http://[::1]:20241/ }")]
    [InlineData("""{"message":"Registered tunnel connection","connIndex":2,"location":"fra08","protocol":"quic","ip":"198.41.192.7","event":0}""", "SlotUp { Slot = TunnelSlot { Index = 2, Location = fra08, Protocol = quic, Address = 198.41.192.7 } }")]
    [InlineData("2026-08-01T10:00:00Z INF Registered tunnel connection connIndex=0 connection=abc event=0 ip=198.41.192.7 location=fra08 protocol=http2", "SlotUp { Slot = TunnelSlot { Index = 0, Location = fra08, Protocol = http2, Address = 198.41.192.7 } }")]
    [InlineData("""{"level":"warn","message":"Lost connection with the edge","connIndex":1}""", "SlotDown { Index = 1 }")]
    [InlineData("""{"message":"Unregistered tunnel connection","connIndex":3}""", "SlotDown { Index = 3 }")]
    [InlineData("""{"message":"Connection terminated","error":"timeout: no recent network activity","connIndex":0}""", "SlotDown { Index = 0 }")]
    [InlineData("""{"message":"Switching to fallback protocol http2","connIndex":0}""", "FellBack { }")]
    [InlineData("""{"level":"error","message":"Register tunnel error from server side","error":"Unauthorized: Failed to get tunnel"}""", "Unauthorized { Why = Register tunnel error from server side: Unauthorized: Failed to get tunnel }")]
    [InlineData("""2026-08-01T10:00:00Z ERR Register tunnel error from server side error="Unauthorized: Invalid tunnel secret" connIndex=0""", "Unauthorized { Why = Register tunnel error from server side: Unauthorized: Invalid tunnel secret }")]
    [InlineData("""{"error":"error code: 1015","message":"Error unmarshaling QuickTunnel response","status_code":"429 Too Many Requests"}""", "RateLimited { }")]
    [InlineData("failed to parse quick Tunnel ID: invalid UUID length: 0", "QuickServiceDown { Why = failed to parse quick Tunnel ID: invalid UUID length: 0 }")]
    [InlineData("""{"message":"precheck","component":"UDP Connectivity","target":"region1:7844","status":"fail"}""", "Prechecked { Check = TunnelPrecheck { Component = UDP Connectivity, Target = region1:7844, Status = fail, IsBlockedUdp = True } }")]
    [InlineData("""{"message":"Updated to new configuration","version":7,"config":"{}"}""", "Configured { Version = 7 }")]
    [InlineData("""{"message":"edge discovery: error looking up Cloudflare edge IPs: the DNS query failed","error":"no such host"}""", "NoNames { }")]
    [InlineData("""{"message":"Unable to reach the origin service. The service may be down","error":"dial unix: connection refused"}""", "NoGateway { Why = Unable to reach the origin service. The service may be down: dial unix: connection refused }")]
    [InlineData("2025/06/14 21:08:43 failed to sufficiently increase receive buffer size (was: 208 kiB)", null)]
    [InlineData("{\"message\":\"Registered tunnel connection\"}", null)]
    [InlineData("{not json", null)]
    [InlineData("[1,2]", null)]
    [InlineData("", null)]
    [InlineData("{\"message\":5,\"connIndex\":\"x\",\"error\":null}", null)]
    public void A_line_means_this(string line, string? fact) => Assert.Equal(fact, FactReader.Of(CloudflaredLine.Read(line))?.ToString());

    [Fact]
    public void No_line_is_too_strange_to_be_read() => Gen.Select(Gen.OneOf(Gen.Const(""), Gen.Const("{"), Gen.Const("{\"message\":"), Gen.Const("2026-08-01T10:00:00Z INF "), Gen.Const("2025/06/14 21:08:43 a=\"")), Gen.String).Sample((beginning, rest) =>
    {
        CloudflaredLine line = CloudflaredLine.Read(beginning + rest);
        FactReader.Of(line);
        return line.Text.Length <= beginning.Length + rest.Length;
    });

    [Theory]
    [InlineData("2025.6.1", "2025.6.1")]
    [InlineData("cloudflared version 2026.8.2 (built 2026-08-20-1000 UTC)\n", "2026.8.2")]
    [InlineData("2026.7.3-host-metrics.1", "2026.7.3")]
    [InlineData("DEV", null)]
    [InlineData("2026.13.1", null)]
    public void A_version_is_read(string text, string? version) => Assert.Equal(version, CloudflaredVersion.Read(text)?.ToString());

    [Fact]
    public async Task Lines_come_as_they_were_written_however_they_are_cut_and_cappedones_are_capped()
    {
        await Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 0, 40].List[0, 20], Gen.Int[1, 50]).SampleAsync(async (lines, piece) =>
        {
            List<string> taken = [];
            await using PieceStream stream = new(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))), piece);
            await new CappedLines(taken.Add).ReadAsync(stream, CancellationToken.None);
            return taken.SequenceEqual(lines);
        });
        List<string> capped = [];
        await new CappedLines(capped.Add).ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(new string('x', 3 * CappedLines.LongestLine) + "\nlast")), TestContext.Current.CancellationToken);
        Assert.Equal([new string('x', CappedLines.LongestLine), "last"], capped);
    }

    private sealed class PieceStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
