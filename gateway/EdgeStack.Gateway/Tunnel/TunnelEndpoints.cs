using System.Collections.Immutable;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using EdgeStack.Telemetry.Foreign;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>What cloudflared answers on the address of its metrics. Nothing here fails: no answer is an answer.</summary>
internal sealed class TunnelEndpoints : IDisposable
{
    private const string EveryHost = "*", Refusal = "http_status:";

    private const int LongestAnswer = 1 << 20, MostSeries = 2_000;

    private static readonly string[] FamilyPrefixes = ["cloudflared_", "quic_"];

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null }, disposeHandler: true);
    private readonly TimeProvider _time;

    public TunnelEndpoints(TimeProvider time) => _time = time;

    /// <summary>How many connections to the edge stand; null when nothing answers.</summary>
    public async Task<int?> ConnectionsAsync(Uri metrics, CancellationToken cancellationToken) =>
        await JsonAsync(metrics, "/ready", cancellationToken) is { } json && Property(json, "readyConnections") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int connections) ? Math.Max(0, connections) : null;

    /// <summary>Its own families and those of QUIC; nothing when nothing answers. Those of its runtime and process would be taken for the gateway's.</summary>
    public async Task<ForeignExposition> FamiliesAsync(Uri metrics, CancellationToken cancellationToken) =>
        await TextAsync(new Uri(metrics, "/metrics"), cancellationToken) is { } text ? ForeignExposition.Read(text, FamilyPrefixes, MostSeries) : ForeignExposition.Empty;

    /// <summary>The name of a free tunnel; null while it has none.</summary>
    public async Task<string?> QuickNameAsync(Uri metrics, CancellationToken cancellationToken)
    {
        if (await JsonAsync(metrics, "/quicktunnel", cancellationToken) is not { } json || Property(json, "hostname")?.GetString() is not { Length: > 0 } name)
            return null;
        // No scheme is promised, and none is forbidden.
        return name[(name.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0)..].TrimEnd('/');
    }

    /// <summary>The rules that lead elsewhere than to us; null when nothing answers.</summary>
    /// <param name="metrics">Where to ask.</param>
    /// <param name="own">How the gateway can be named in a rule.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ImmutableArray<AstrayRule>?> AstrayRulesAsync(Uri metrics, OwnAddresses own, CancellationToken cancellationToken)
    {
        if (await JsonAsync(metrics, "/config", cancellationToken) is not { } json || Property(json, "config") is not { } configuration || Property(configuration, "ingress") is not { ValueKind: JsonValueKind.Array } rules)
            return null;
        ImmutableArray<AstrayRule>.Builder astray = ImmutableArray.CreateBuilder<AstrayRule>();
        foreach (JsonElement written in rules.EnumerateArray())
        {
            string service = Property(written, "service")?.GetString() ?? "", host = Property(written, "hostname")?.GetString() is { Length: > 0 } name ? name : EveryHost;
            if (!service.StartsWith(Refusal, StringComparison.Ordinal) && own.Judge(host, service) is { } rule)
                astray.Add(rule);
        }

        return astray.ToImmutable();
    }

    public void Dispose() => _client.Dispose();

    private static JsonElement? Property(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) ? value : null;

    private async Task<JsonElement?> JsonAsync(Uri metrics, string path, CancellationToken cancellationToken)
    {
        if (await TextAsync(new Uri(metrics, path), cancellationToken) is not { } text)
            return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // 503 is how /ready says that nothing stands; its number counts all the same.
    private async Task<string?> TextAsync(Uri address, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(LongestWait, _time), either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            using HttpResponseMessage response = await _client.SendAsync(request, either.Token);
            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable))
                return null;
            await using Stream body = await response.Content.ReadAsStreamAsync(either.Token);
            return await TextAsync(body, either.Token);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<string?> TextAsync(Stream body, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[LongestAnswer];
        int length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return length < bytes.Length ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
