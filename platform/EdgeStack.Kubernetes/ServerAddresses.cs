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

    /// <summary>Which of several servers behind one address answers requests of <see cref="ApiRequest.SameServer"/>.</summary>
    /// <returns>As it calls itself, <c>192.0.2.1:6443</c>; empty when it does not say.</returns>
    /// <exception cref="KubernetesApiException">It did not answer.</exception>
    public async Task<string> AnsweringAsync(Deadline deadline)
    {
        (string? address, WatchFault? fault) = await AskAsync(new ApiRequest("get", "", "", Namespace: null) { SameServer = true }, OwnAddress, deadline);
        return address ?? (fault!.Reason is WatchFaultReason.Forbidden or WatchFaultReason.NotServed ? "" : throw new KubernetesApiException(fault));
    }

    private async Task<(T? Said, WatchFault? Fault)> AskAsync<T>(ApiRequest request, Func<JsonElement, T> decode, Deadline deadline)
        where T : class
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

    private async Task<T> DecodeAsync<T>(ApiRequest request, HttpResponseMessage response, Func<JsonElement, T> decode, Deadline deadline)
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

    private static ServiceEndpoints OfVersions(JsonElement versions) => new(
        new ObjectMeta(OwnNamespace, OwnService, Uid: "", ResourceVersion: ""), OwnService, [.. Addresses(versions).Select(Group).OfType<EndpointGroup>()]);

    private static string OwnAddress(JsonElement versions) => Addresses(versions).FirstOrDefault(address => !string.IsNullOrEmpty(address)) ?? "";

    private static IEnumerable<string?> Addresses(JsonElement versions) => RawObject.Property(versions, "serverAddressByClientCIDRs") is { ValueKind: JsonValueKind.Array } addresses
        ? addresses.EnumerateArray().Select(address => RawObject.Text(address, "serverAddress")) : [];

    // "192.0.2.1:6443", "[2001:db8::1]:6443" or a name.
    private static EndpointGroup? Group(string? address) => Uri.TryCreate($"https://{address}", UriKind.Absolute, out Uri? server)
        ? new EndpointGroup([new EndpointPort("https", server.Port)], [new EndpointAddress(server.IdnHost, Ready: true, Serving: true, Terminating: false, TargetPod: null)])
        : null;
}
