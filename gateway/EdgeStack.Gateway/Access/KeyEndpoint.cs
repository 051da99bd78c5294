using System.Net;
using System.Net.Http;
using System.Text;

namespace EdgeStack.Gateway.Access;

/// <summary>
/// Asks Cloudflare for a team's keys. Only the team's name is variable: no proxy, no redirect and nothing that a route says leads elsewhere.
/// </summary>
internal sealed class KeyEndpoint : IDisposable
{
    private const int LongestAnswer = 1 << 20;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null }, disposeHandler: true);
    private readonly CancellationTokenSource _end = new();
    private readonly TimeProvider _time;
    private readonly Func<string, Uri> _address;

    /// <param name="time">The clock.</param>
    /// <param name="address">Where a team's keys are, for tests; default: at Cloudflare.</param>
    public KeyEndpoint(TimeProvider time, Func<string, Uri>? address = null) => (_time, _address) = (time, address ?? AddressOf);

    /// <summary>Whose signature a team's tokens have, and where its keys are.</summary>
    public static string IssuerOf(string team) => $"https://{team}.cloudflareaccess.com";

    /// <summary>The keys as they are now. Takes five seconds at most, and does not fail.</summary>
    public async Task<KeyReading> ReadAsync(string team)
    {
        using CancellationTokenSource late = new(LongestWait, _time), either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _end.Token);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, _address(team));
            using HttpResponseMessage response = await _client.SendAsync(request, either.Token);
            if (response.StatusCode != HttpStatusCode.OK)
                return new KeyReading.Failed($"the answer was {(int)response.StatusCode}");
            await using Stream body = await response.Content.ReadAsStreamAsync(either.Token);
            return await TextAsync(body, either.Token) is { } text ? KeyDocument.Read(text) : new KeyReading.Failed("the answer is larger than 1 MiB");
        }
        catch (OperationCanceledException)
        {
            return new KeyReading.Failed("no answer within five seconds");
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError is not (HttpRequestError.Unknown or HttpRequestError.ResponseEnded))
        {
            return new KeyReading.Failed($"no answer: {fault.HttpRequestError}");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return new KeyReading.Failed("the connection broke off");
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _client.Dispose();
        _end.Dispose();
    }

    private static Uri AddressOf(string team) => new($"{IssuerOf(team)}/cdn-cgi/access/certs");

    private static async Task<string?> TextAsync(Stream body, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[LongestAnswer];
        int length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return length < bytes.Length ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
