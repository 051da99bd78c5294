using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace EdgeStack.Provisioning.AdminApi;

/// <summary>Reads the gateway's read-only admin API.</summary>
internal sealed class AdminApiClient(HttpClient http, Uri address, string? token, TimeProvider time)
{
    public static readonly Uri DefaultAddress = new("http://127.0.0.1:9902");

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    public Uri Address => address;

    public bool HasToken => token is not null;

    public Task<AdminAnswer> ListRoutesAsync(CancellationToken cancellation) => GetAsync("routes", AdminRouteListReader.Read, cancellation);

    public Task<AdminAnswer> ListProblemsAsync(CancellationToken cancellation) => GetAsync("problems", AdminProblemListReader.Read, cancellation);

    public Task<AdminAnswer> ReadTunnelAsync(CancellationToken cancellation) => GetAsync("tunnel", AdminTunnelReader.Read, cancellation);

    /// <param name="question">The query of <c>routes/explain</c>, encoded.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<AdminAnswer> ExplainAsync(string question, CancellationToken cancellation) => GetAsync($"routes/explain?{question}", AdminExplanationReader.Read, cancellation);

    /// <param name="question">The query of <c>requests</c>, encoded.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<AdminAnswer> ReadRequestsAsync(string question, CancellationToken cancellation) => GetAsync($"requests?{question}", AdminRequestsReader.Read, cancellation);

    private async Task<AdminAnswer> GetAsync(string path, Func<byte[], AdminAnswer> read, CancellationToken cancellation)
    {
        using CancellationTokenSource timeout = new(AnswerTimeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, $"{address.AbsoluteUri.TrimEnd('/')}/api/v1/{path}");
            if (token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using HttpResponseMessage response = await http.SendAsync(request, either.Token);
            return await ReadAsync(response, read, either.Token);
        }
        catch (HttpRequestException failure)
        {
            return new AdminAnswer.Unreachable(Cause(failure));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return new AdminAnswer.Unreachable($"no answer within {AnswerTimeout.TotalSeconds:0} s");
        }
    }

    private static async Task<AdminAnswer> ReadAsync(HttpResponseMessage response, Func<byte[], AdminAnswer> read, CancellationToken cancellation)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellation);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            return new AdminAnswer.TokenWanted();
        if (response.StatusCode != HttpStatusCode.OK)
            return new AdminAnswer.Refused(Explain(response, body), response.StatusCode == HttpStatusCode.BadRequest);
        return read(body);
    }

    private static string Explain(HttpResponseMessage response, byte[] body)
    {
        string status = $"status {(int)response.StatusCode}";
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return status;
        try
        {
            AdminProblem? problem = JsonSerializer.Deserialize(body, AdminJson.Default.AdminProblem);
            return string.Join(", ", new[] { status, problem?.Title, problem?.Detail }.Where(part => !string.IsNullOrWhiteSpace(part)));
        }
        catch (JsonException)
        {
            return status;
        }
    }

    private static string Cause(HttpRequestException failure) => failure switch
    {
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "connection refused",
        { HttpRequestError: HttpRequestError.NameResolutionError } => "its name is not known here",
        { HttpRequestError: HttpRequestError.SecureConnectionError } => "no TLS connection could be made",
        { InnerException: { } inner } => inner.Message,
        _ => failure.Message,
    };
}
