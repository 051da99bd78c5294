using System.Collections.Concurrent;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>A few visitors who ask one after the other until told to stop; bounded in time so that it ends by itself.</summary>
internal sealed class Load : IAsyncDisposable
{
    private const int Visitors = 4;

    /// <summary>After so many there is nothing more to learn, and a gateway that refuses everybody makes thousands a second.</summary>
    private const int MostFailures = 1000;

    /// <summary>More than any test takes. Not a number of requests: a fast machine is through with those before the test is.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource _stop = new(Longest);
    private readonly ConcurrentDictionary<string, bool> _versions = new(StringComparer.Ordinal);
    private Task[] _visitors = [];
    private int _answered;

    public int Answered => _answered;

    public bool IsRunning => Array.TrueForAll(_visitors, visitor => !visitor.IsCompleted);

    public ConcurrentQueue<string> Failures { get; } = new();

    public IEnumerable<string> Versions => _versions.Keys;

    public static Load Start(GatewayPod gateway, string host)
    {
        Load load = new();
        load._visitors = [.. Enumerable.Range(0, Visitors).Select(_ => load.VisitAsync(gateway, host))];
        return load;
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_visitors);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task VisitAsync(GatewayPod gateway, string host)
    {
        while (!_stop.IsCancellationRequested && Failures.Count < MostFailures)
        {
            try
            {
                using HttpResponseMessage response = await gateway.GetAsync(host, CancellationToken.None);
                string body = await response.Content.ReadAsStringAsync(CancellationToken.None);
                Interlocked.Increment(ref _answered);
                if (response.IsSuccessStatusCode)
                    _versions.TryAdd(body.Trim(), true);
                else
                    Failures.Enqueue($"{(int)response.StatusCode}: {body}");
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
            {
                Failures.Enqueue(fault.Message);
            }
        }
    }
}
