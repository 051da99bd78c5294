using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;

namespace EdgeStack.Collector.Sources.Probes;

/// <summary>Asks the gateway which hosts it serves.</summary>
internal sealed class GatewayHosts(GatewayProbesOptions gateway) : IDisposable
{
    private const int LongestAnswer = 16 * 1024 * 1024;

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });

    /// <summary>The hosts that a visitor can ask for, in order: no patterns, and none that are excluded.</summary>
    /// <exception cref="ProbeException">It cannot be asked; the message says why.</exception>
    public async Task<IReadOnlyList<string>> AskAsync(CancellationToken cancellation)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(gateway.AdminUrl!, "/api/v1/routes"));
            if (gateway.AdminTokenFile is { } file)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(file, cancellation));
            using HttpResponseMessage response = await _client.SendAsync(request, cancellation);
            if (!response.IsSuccessStatusCode)
                throw new ProbeException($"the gateway's admin API answers {(int)response.StatusCode}");
            await response.Content.LoadIntoBufferAsync(LongestAnswer, cancellation);
            await using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
            GatewayRoutes? routes = await JsonSerializer.DeserializeAsync(body, GatewayJson.Default.GatewayRoutes, cancellation);
            return Hosts(routes ?? new GatewayRoutes([]));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ProbeException(fault switch
            {
                JsonException => "the gateway's admin API does not answer with routes",
                FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => "the file with the token of the gateway's admin API cannot be read",
                _ => "the gateway's admin API cannot be reached",
            });
        }
    }

    public void Dispose() => _client.Dispose();

    private static async Task<string> TokenAsync(string file, CancellationToken cancellation)
    {
        string token = (await File.ReadAllTextAsync(file, cancellation)).Trim();
        return token.Length > 0 && token.All(letter => letter is > ' ' and < '\x7f') ? token : throw new ProbeException("the file with the token of the gateway's admin API does not hold one");
    }

    private IReadOnlyList<string> Hosts(GatewayRoutes routes) =>
    [
        .. (routes.Routes ?? []).SelectMany(route => route.Hosts ?? []).Where(host => Uri.CheckHostName(host) is UriHostNameType.Dns && !gateway.Exclude.Contains(host, StringComparer.OrdinalIgnoreCase))
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal),
    ];
}
