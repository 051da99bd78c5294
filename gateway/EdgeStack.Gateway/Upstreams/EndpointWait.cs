namespace EdgeStack.Gateway.Upstreams;

/// <summary>Waiting for endpoints, woken by their changes.</summary>
internal static class EndpointWait
{
    /// <summary>The endpoint to ask, at once or as soon as there is one; null when there was none until the route's hold time was over.</summary>
    /// <param name="upstreams">Where the request may go.</param>
    /// <param name="started">When the request began to wait, a timestamp.</param>
    /// <param name="except">An endpoint that has just failed: it comes last.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<UpstreamEndpoint?> FirstAsync(
        RouteUpstreams upstreams, long started, UpstreamEndpoint? except, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed = upstreams.Changed;
            if (upstreams.Pick(except) is { } endpoint)
                return endpoint;
            TimeSpan left = upstreams.Policy.HoldFor - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                return null;
            await PauseAsync(changed, left, time, cancellationToken);
        }
    }

    /// <summary>Waits for a change, or until the time is over.</summary>
    public static async Task PauseAsync(Task changed, TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await changed.WaitAsync(atMost, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The time is over; who waits looks again.
        }
    }
}
