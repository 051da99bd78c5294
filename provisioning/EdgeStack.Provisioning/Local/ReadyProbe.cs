using System.Net;

namespace EdgeStack.Provisioning.Local;

/// <summary>Asks the gateway whether it is ready until it says yes.</summary>
internal sealed class ReadyProbe(HttpClient http, Uri metrics, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

    private readonly Uri _address = new(metrics, "/healthz/ready");

    /// <returns>False when it has not said yes within the time.</returns>
    public async Task<bool> WaitAsync(TimeSpan within, CancellationToken cancellation)
    {
        using CancellationTokenSource timeout = new(within, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using PeriodicTimer timer = new(Every, time);
        try
        {
            while (!await IsReadyAsync(either.Token))
                await timer.WaitForNextTickAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource timeout = new(AnswerTimeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using HttpResponseMessage response = await http.GetAsync(_address, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
