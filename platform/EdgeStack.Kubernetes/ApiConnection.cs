using System.Net.Http.Headers;

namespace EdgeStack.Kubernetes;

/// <summary>Asks the API server and turns every way of failing into a value. Safe for many watches at once.</summary>
internal sealed class ApiConnection(ClusterAccess access, Func<ClusterAccess> readAgain, TimeProvider time) : IDisposable
{
    // An error page of a proxy can be long; a Status object is not.
    private const int MaximumErrorBytes = 16 * 1024;

    private ClusterAccess _access = access;

    public TimeProvider Time => time;

    /// <summary>As it was read last.</summary>
    public ClusterAccess Access => Volatile.Read(ref _access);

    public Uri Server => Volatile.Read(ref _access).Server;

    /// <exception cref="OperationCanceledException">The caller stops; a passed deadline is a value.</exception>
    public async Task<ApiAnswer> SendAsync(ApiRequest request, Deadline deadline)
    {
        ClusterAccess used = Volatile.Read(ref _access);
        ApiAnswer answer;
        try
        {
            answer = await SendAsync(used, request, deadline);
        }
        catch (Exception e) when (!deadline.Stopping && Faults.IsExpected(e))
        {
            answer = new ApiAnswer.Failed(Faults.Of(request, used.Server, deadline, e));
        }

        if (answer is ApiAnswer.Failed { Failure.Fault.Reason: WatchFaultReason.Unauthorized or WatchFaultReason.Tls })
            await ReadAccessAgainAsync(used);
        return answer;
    }

    public void Dispose() => _access.Dispose();

    private async Task<ApiAnswer> SendAsync(ClusterAccess used, ApiRequest request, Deadline deadline)
    {
        HttpRequestMessage message;
        try
        {
            message = await used.PrepareAsync(request, deadline.Token);
        }
        catch (Exception e) when (!deadline.Token.IsCancellationRequested)
        {
            // A token file that is gone or an exec plugin that fails: any exception.
            return new ApiAnswer.Failed(Faults.Credentials(e));
        }

        using (message)
        {
            HttpResponseMessage response = await used.SendAsync(message, request.SameServer, deadline.Token);
            if (response.IsSuccessStatusCode)
                return new ApiAnswer.Ok(response);
            using (response)
                return new ApiAnswer.Failed(await RefusalAsync(request, response, deadline.Token));
        }
    }

    private async Task<Failure> RefusalAsync(ApiRequest request, HttpResponseMessage response, CancellationToken cancellation)
    {
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellation);
        byte[] body = new byte[MaximumErrorBytes];
        int length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellation);
        StatusBody status = StatusBody.Read(body.AsMemory(0, length));
        TimeSpan? retryAfter = RetryAfter(response.Headers.RetryAfter) ?? status.RetryAfter;
        return Faults.OfStatus(request, response.StatusCode, status.Message, retryAfter);
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header?.Delta ?? (header?.Date - time.GetUtcNow());

    /// <summary>Tokens, certificates and authorities get replaced on disk; a rejection makes us look again.</summary>
    private async Task ReadAccessAgainAsync(ClusterAccess used)
    {
        try
        {
            ClusterAccess fresh = await Task.Run(readAgain);

            // The old one is left to the garbage collector: other watches may still be reading from it.
            if (Interlocked.CompareExchange(ref _access, fresh, used) != used)
                fresh.Dispose();
        }
        catch (KubernetesApiException)
        {
            // Caught half-way through a replacement: keep the old one, the next failure looks again.
        }
    }
}
