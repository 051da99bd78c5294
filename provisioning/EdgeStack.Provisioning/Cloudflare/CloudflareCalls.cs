using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Http.Resilience;
using Polly.Timeout;

namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>Calls of Cloudflare's API: paced, tried again where that is safe, and their envelope opened.</summary>
internal sealed class CloudflareCalls : IDisposable
{
    public static readonly Uri DefaultAddress = new("https://api.cloudflare.com/client/v4/");

    private const int MostPages = 200;
    private const int LongestAnswer = 16 * 1024 * 1024;

    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly ApiToken _token;
    private readonly TimeProvider _time;

    /// <param name="internet">The way out; not disposed with this.</param>
    /// <param name="address">Of the API, with its version.</param>
    /// <param name="token">Who asks.</param>
    /// <param name="time">The clock of every wait.</param>
    /// <param name="onWait">Told before a wait that a person notices: how long, and why.</param>
    public CloudflareCalls(HttpMessageHandler internet, Uri address, ApiToken token, TimeProvider time, Action<TimeSpan, string> onWait)
    {
        (_address, _token, _time) = (new Uri($"{address.AbsoluteUri.TrimEnd('/')}/"), token, time);
        PacedHandler paced = new(CallPolicy.Pause, time) { InnerHandler = internet };
        ResilienceHandler patient = new(CallPolicy.Create(time, (wait, status) => onWait(wait, status is null ? "Cloudflare's API does not answer" : $"Cloudflare's API answers {(int)status}")))
        {
            InnerHandler = paced,
        };
        _http = new HttpClient(patient, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <exception cref="CloudflareFault">It came to nothing.</exception>
    public async Task<T> AskAsync<T>(HttpMethod method, string path, JsonTypeInfo<T> result, byte[]? body, CancellationToken cancellation)
    {
        Envelope envelope = await SendAsync(method, path, body, cancellation);
        return Read(Named(method, path), envelope.Result, result);
    }

    /// <summary>A list that comes whole.</summary>
    /// <exception cref="CloudflareFault">It came to nothing.</exception>
    public async Task<ImmutableArray<T>> ListAsync<T>(string path, JsonTypeInfo<T[]> result, CancellationToken cancellation)
    {
        Envelope envelope = await SendAsync(HttpMethod.Get, path, null, cancellation);
        return [.. ReadList(Named(HttpMethod.Get, path), envelope.Result, result)];
    }

    /// <summary>Calls that answer with nothing that matters.</summary>
    /// <exception cref="CloudflareFault">It came to nothing.</exception>
    public Task DoAsync(HttpMethod method, string path, byte[]? body, CancellationToken cancellation) => SendAsync(method, path, body, cancellation);

    /// <summary>All pages of a list.</summary>
    /// <exception cref="CloudflareFault">It came to nothing.</exception>
    public async Task<ImmutableArray<T>> ListAsync<T>(string path, int perPage, JsonTypeInfo<T[]> result, CancellationToken cancellation)
    {
        ImmutableArray<T>.Builder all = ImmutableArray.CreateBuilder<T>();
        for (int page = 1; page <= MostPages; page++)
        {
            string one = $"{path}{(path.Contains('?') ? '&' : '?')}page={page}&per_page={perPage}";
            Envelope envelope = await SendAsync(HttpMethod.Get, one, null, cancellation);
            T[] items = ReadList(Named(HttpMethod.Get, path), envelope.Result, result);
            all.AddRange(items);
            if (items.Length == 0 || envelope.ResultInfo is not { HasMore: true })
                return all.ToImmutable();
        }

        throw CloudflareFault.Unreadable(Named(HttpMethod.Get, path), $"the list has more than {MostPages} pages");
    }

    public void Dispose() => _http.Dispose();

    private async Task<Envelope> SendAsync(HttpMethod method, string path, byte[]? body, CancellationToken cancellation)
    {
        string call = Named(method, path);
        using HttpRequestMessage request = new(method, new Uri(_address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token.Text);
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            // What guards an attempt ends with the headers.
            using CancellationTokenSource late = new(CallPolicy.AttemptTimeout, _time), either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
            await response.Content.LoadIntoBufferAsync(LongestAnswer, either.Token);
            return Open(call, response, await response.Content.ReadAsByteArrayAsync(either.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw CloudflareFault.Unreachable(call, "the answer does not end");
        }
        catch (HttpRequestException failure)
        {
            throw CloudflareFault.Unreachable(call, failure.InnerException?.Message ?? failure.Message);
        }
        catch (TimeoutRejectedException)
        {
            throw CloudflareFault.Unreachable(call, "no answer in time");
        }
    }

    private Envelope Open(string call, HttpResponseMessage response, byte[] answer)
    {
        int status = (int)response.StatusCode;
        if (status == 429)
            throw CloudflareFault.Limited(call, CallPolicy.WaitOf(response, _time));
        Envelope? envelope = Parse(answer);
        if (envelope is { Success: true } && response.IsSuccessStatusCode)
            return envelope;
        if (status >= 500)
            throw CloudflareFault.Unreachable(call, $"status {status}{string.Concat((envelope?.Errors ?? []).OfType<ApiError>().Select(error => $", {error}"))}");
        throw envelope is null
            ? CloudflareFault.Unreadable(call, $"status {status}, {response.Content.Headers.ContentType?.MediaType ?? "no type"}")
            : CloudflareFault.Refused(call, status, [.. (envelope.Errors ?? []).OfType<ApiError>()]);
    }

    private static Envelope? Parse(byte[] answer)
    {
        try
        {
            return JsonSerializer.Deserialize(answer, CloudflareJson.Default.Envelope);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static T Read<T>(string call, JsonElement result, JsonTypeInfo<T> type)
    {
        try
        {
            return result.Deserialize(type) ?? throw CloudflareFault.Unreadable(call, "the result is missing");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw CloudflareFault.Unreadable(call, $"{(error as JsonException)?.Path ?? "the result"} is missing or something else");
        }
    }

    // An empty list is sometimes null.
    private static T[] ReadList<T>(string call, JsonElement result, JsonTypeInfo<T[]> type)
    {
        T[] items = result.ValueKind == JsonValueKind.Null ? [] : Read(call, result, type);
        return items.Contains(default) ? throw CloudflareFault.Unreadable(call, "the list has an item that is null") : items;
    }

    // Without the question's values: a name is enough for a person.
    private static string Named(HttpMethod method, string path) => $"{method} {path.Split('?')[0]}";
}
