using System.Collections.Immutable;
using System.Text.Json;

namespace EdgeStack.Kubernetes;

/// <summary>
/// Asks an API server where it listens. The endpoints of its own Service name every server of a cluster, but take a role; the list of versions,
/// which everybody with an account may read, names the one that answers.
/// </summary>
internal sealed class ServerAddresses(ApiConnection connection)
{
    private const string OwnNamespace = "default", OwnService = "kubernetes";

    /// <exception cref="KubernetesApiException">It did not say.</exception>
    public async Task<ServiceEndpoints> ReadAsync(Deadline deadline)
    {
        (ServiceEndpoints? own, WatchFault? fault) = await AskAsync(new ApiRequest("get", "v1", "endpoints", OwnNamespace) { Name = OwnService }, EndpointsDecoder.Endpoints, deadline);
        if (own is not null)
            return own;
        if (fault!.Reason is not (WatchFaultReason.Forbidden or WatchFaultReason.NotServed))
            throw new KubernetesApiException(fault);
        (ServiceEndpoints? answering, WatchFault? otherFault) = await AskAsync(new ApiRequest("get", "", "", Namespace: null), OfVersions, deadline);
        // Of two doors that are shut, the first is the one that an operator can open.
        return answering ?? throw new KubernetesApiException(otherFault!.Reason == WatchFaultReason.Forbidden ? fault : otherFault);
    }

    private async Task<(ServiceEndpoints? Endpoints, WatchFault? Fault)> AskAsync(ApiRequest request, Func<JsonElement, ServiceEndpoints> decode, Deadline deadline)
    {
        switch (await connection.SendAsync(request, deadline))
        {
            case ApiAnswer.Ok(HttpResponseMessage response):
                using (response)
                    return (await DecodeAsync(request, response, decode, deadline), null);
            case ApiAnswer.Failed(Failure failure):
                return (null, failure.Fault);
            default:
                throw new InvalidOperationException("An answer is one of the two.");
        }
    }

    private async Task<ServiceEndpoints> DecodeAsync(ApiRequest request, HttpResponseMessage response, Func<JsonElement, ServiceEndpoints> decode, Deadline deadline)
    {
        try
        {
            await using Stream body = await response.Content.ReadAsStreamAsync(deadline.Token);
            using JsonDocument document = await JsonDocument.ParseAsync(body, default, deadline.Token);
            return decode(document.RootElement);
        }
        catch (Exception e) when (e is NotSupportedException or FormatException or InvalidOperationException)
        {
            throw new KubernetesApiException(Faults.Unreadable(request, "it does not hold addresses").Fault);
        }
        catch (Exception e) when (!deadline.Stopping && Faults.IsExpected(e))
        {
            throw new KubernetesApiException(Faults.Of(request, connection.Server, deadline, e).Fault);
        }
    }

    private static ServiceEndpoints OfVersions(JsonElement versions)
    {
        JsonElement addresses = RawObject.Property(versions, "serverAddressByClientCIDRs");
        return new ServiceEndpoints(
            new ObjectMeta(OwnNamespace, OwnService, Uid: "", ResourceVersion: ""), OwnService,
            addresses.ValueKind != JsonValueKind.Array ? [] : [.. addresses.EnumerateArray().Select(address => RawObject.Text(address, "serverAddress")).Select(Group).OfType<EndpointGroup>()]);
    }

    // "192.0.2.1:6443", "[2001:db8::1]:6443" or a name.
    private static EndpointGroup? Group(string? address) => Uri.TryCreate($"https://{address}", UriKind.Absolute, out Uri? server)
        ? new EndpointGroup([new EndpointPort("https", server.Port)], [new EndpointAddress(server.IdnHost, Ready: true, Serving: true, Terminating: false, TargetPod: null)])
        : null;
}
