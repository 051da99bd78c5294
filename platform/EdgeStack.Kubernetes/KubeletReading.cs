using System.Net;
using System.Net.Http.Headers;

namespace EdgeStack.Kubernetes;

/// <summary>
/// Asks kubelets themselves instead of through the API server: its proxy takes a role for <c>nodes/proxy</c>, which lets its holder run commands in every pod.
/// </summary>
internal sealed class KubeletReading(ApiConnection connection)
{
    /// <exception cref="OperationCanceledException">The caller stops.</exception>
    public async Task<KubeletAnswer> ReadAsync(Uri page, bool verify, Func<Stream, CancellationToken, Task> read, Deadline deadline)
    {
        ClusterAccess access = connection.Access;
        HttpRequestMessage message;
        try
        {
            message = await access.PrepareAsync(page, deadline.Token);
        }
        catch (Exception e) when (!deadline.Token.IsCancellationRequested)
        {
            // A token file that is gone or an exec plugin that fails: any exception.
            return new KubeletAnswer.Failed(Faults.Credentials(e).Fault);
        }

        try
        {
            using (message)
            using (HttpResponseMessage response = await access.SendToKubeletAsync(message, verify, deadline.Token))
            {
                if (!response.IsSuccessStatusCode)
                    return new KubeletAnswer.Failed(OfStatus(page, response.StatusCode, response.Headers.WwwAuthenticate));
                await using Stream body = await response.Content.ReadAsStreamAsync(deadline.Token);
                await read(body, deadline.Token);
                return new KubeletAnswer.Read();
            }
        }
        catch (Exception e) when (!deadline.Stopping && e is HttpRequestException or IOException or OperationCanceledException)
        {
            return new KubeletAnswer.Failed(deadline.Passed
                ? new WatchFault(WatchFaultReason.TimedOut, $"The kubelet did not answer {page} within {deadline.Limit.TotalSeconds:0} s.")
                : OfException(page, e));
        }
    }

    private static WatchFault OfStatus(Uri page, HttpStatusCode status, HttpHeaderValueCollection<AuthenticationHeaderValue> challenges) => status switch
    {
        HttpStatusCode.Unauthorized => new WatchFault(
            WatchFaultReason.Unauthorized,
            $"The kubelet does not accept our credentials (401 for {page}{(challenges.Count > 0 ? $", it wants {challenges}" : "")}): "
            + "it must ask the API server about tokens (authentication.webhook.enabled)."),
        HttpStatusCode.Forbidden => new WatchFault(
            WatchFaultReason.Forbidden, $"The kubelet forbids {page} (403): bind a ClusterRole with verb get on resources [nodes/metrics] to our account."),
        HttpStatusCode.NotFound => new WatchFault(WatchFaultReason.NotServed, $"The kubelet does not serve {page} (404)."),
        _ => new WatchFault((int)status >= 500 ? WatchFaultReason.ServerError : WatchFaultReason.Rejected, $"The kubelet answered {(int)status} to {page}."),
    };

    private static WatchFault OfException(Uri page, Exception cause)
    {
        WatchFaultReason reason = Faults.ReasonOf(cause);
        return new WatchFault(reason, reason switch
        {
            WatchFaultReason.Tls =>
                $"No trusted connection to the kubelet at {page.Authority}: {Faults.Innermost(cause)} Its certificate must be signed by the cluster's authority and name this "
                + "address, as k3s makes it. Elsewhere a kubelet signs its own unless it has serverTLSBootstrap; then leave it unchecked, and know that our token goes to whoever answers.",
            WatchFaultReason.Unreachable => $"The kubelet at {page.Authority} cannot be reached: {Faults.Innermost(cause)}",
            WatchFaultReason.TimedOut => $"No connection to the kubelet at {page.Authority} in time.",
            _ => $"The connection to the kubelet broke during {page}: {Faults.Innermost(cause)}",
        });
    }
}
