using System.Collections.Immutable;
using System.Text.Json;
using k8s.Models;

namespace EdgeStack.Kubernetes;

/// <summary>Endpoints and EndpointSlices to their one normal form.</summary>
internal static class EndpointsDecoder
{
    private const string ServiceNameLabel = "kubernetes.io/service-name";

    public static ServiceEndpoints Endpoints(JsonElement item)
    {
        V1Endpoints model = ObjectDecoder.Model(item, KubernetesModels.Default.V1Endpoints);
        ObjectMeta meta = ObjectDecoder.Meta(model.Metadata);
        ImmutableArray<EndpointGroup> groups = [.. (model.Subsets ?? []).Select(Group)];
        return new(meta, ServiceName: meta.Name, groups) { AddressType = AddressTypeOf(groups) };
    }

    public static ServiceEndpoints EndpointSlice(JsonElement item)
    {
        V1EndpointSlice model = ObjectDecoder.Model(item, KubernetesModels.Default.V1EndpointSlice);
        ObjectMeta meta = ObjectDecoder.Meta(model.Metadata);

        // A slice port without a number means "any port", which nobody can connect to.
        EndpointGroup group = new(
            [.. (model.Ports ?? []).Where(port => port.Port > 0).Select(port => new EndpointPort(port.Name ?? "", port.Port!.Value))],
            [.. (model.Endpoints ?? []).Where(endpoint => endpoint.Addresses is [_, ..]).Select(Address)]);
        return new(meta, meta.Labels.GetValueOrDefault(ServiceNameLabel, ""), [group]) { AddressType = model.AddressType ?? "IPv4" };
    }

    private static EndpointGroup Group(V1EndpointSubset subset) => new(
        [.. (subset.Ports ?? []).Select(port => new EndpointPort(port.Name ?? "", port.Port))],
        [
            .. (subset.Addresses ?? []).Select(address => Address(address, ready: true)),
            .. (subset.NotReadyAddresses ?? []).Select(address => Address(address, ready: false)),
        ]);

    private static EndpointAddress Address(V1EndpointAddress model, bool ready) =>
        new(model.Ip ?? "", ready, Serving: ready, Terminating: false, Pod(model.TargetRef));

    /// <summary>Defaults of missing conditions and "use the first address" are those of the EndpointSlice API's documentation.</summary>
    private static EndpointAddress Address(V1Endpoint model)
    {
        bool ready = model.Conditions?.Ready ?? true;
        return new(
            model.Addresses[0],
            ready,
            Serving: model.Conditions?.Serving ?? ready,
            Terminating: model.Conditions?.Terminating ?? false,
            Pod(model.TargetRef));
    }

    private static string? Pod(V1ObjectReference? target) => target?.Kind == "Pod" ? target.Name : null;

    private static string AddressTypeOf(ImmutableArray<EndpointGroup> groups) =>
        groups.Any(group => group.Addresses.Any(one => one.Address.Contains(':', StringComparison.Ordinal))) ? "IPv6" : "IPv4";
}
