using System.Globalization;
using System.Net;
using System.Net.Http;
using EdgeStack.Routes.Upstreams;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>Asks one endpoint once whether it is well, over the connections that requests use. Every 2xx and 3xx is a yes; redirects are not followed.</summary>
internal static class HealthProbe
{
    private const string UserAgent = "edgestack-gateway";

    /// <summary>Null for a yes, else what happened instead.</summary>
    public static async Task<string?> AskAsync(UpstreamEndpoint endpoint, HealthCheck health, TimeProvider time, CancellationToken cancellationToken)
    {
        string? fault = await FaultOfAsync(endpoint, health, time, cancellationToken);
        return fault is null ? null : $"GET {health.Path}: {fault}";
    }

    private static async Task<string?> FaultOfAsync(UpstreamEndpoint endpoint, HealthCheck health, TimeProvider time, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(health.Timeout, time), either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        UpstreamClient client = endpoint.Cluster.Client.Enter();
        try
        {
            using HttpMessageInvoker invoker = new(client.Handler, disposeHandler: false);
            ForwarderRequestConfig config = endpoint.Cluster.RequestConfig(endpoint, upgrade: false, cameOverHttp2: false);
            using HttpRequestMessage request = new(HttpMethod.Get, endpoint.Address + health.Path) { Version = config.Version!, VersionPolicy = config.VersionPolicy!.Value };
            request.Headers.Host = health.HostName;
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
            using HttpResponseMessage response = await invoker.SendAsync(request, either.Token);
            return response.StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.BadRequest ? null : ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "no answer in time";
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return FailureCause.Of(fault) ?? fault.GetType().Name; // whatever it is, the next question is to be asked
        }
        finally
        {
            client.Leave();
        }
    }
}
