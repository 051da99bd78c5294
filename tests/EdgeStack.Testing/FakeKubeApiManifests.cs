using System.Text.Json.Nodes;

namespace EdgeStack.Testing;

/// <summary>Objects as JSON, as the API server would write them.</summary>
internal static class FakeKubeApiManifests
{
    public static JsonObject ConfigMap(
        string @namespace, string name, IReadOnlyDictionary<string, string>? labels, IReadOnlyDictionary<string, string> data) =>
        new() { ["metadata"] = Metadata(@namespace, name, labels), ["data"] = Map(data) };

    public static JsonObject Service(
        string @namespace, string name, string type, string? externalName, string? clusterIp,
        (string Name, int Port, string TargetPort)[] ports)
    {
        JsonObject spec = new()
        {
            ["type"] = type,
            ["ports"] = new JsonArray([.. ports.Select(port => new JsonObject
            {
                ["name"] = port.Name,
                ["port"] = port.Port,
                ["targetPort"] = int.TryParse(port.TargetPort, out int number) ? number : port.TargetPort,
                ["protocol"] = "TCP",
            })]),
        };
        if (externalName is not null)
            spec["externalName"] = externalName;
        else
            spec["clusterIP"] = clusterIp ?? "10.43.0.7";
        return new() { ["metadata"] = Metadata(@namespace, name, null), ["spec"] = spec };
    }

    public static JsonObject Endpoints(string @namespace, string name, string portName, int port, string[] ready, string[] notReady)
    {
        JsonObject subset = new() { ["ports"] = Ports(portName, port) };
        if (ready.Length > 0)
            subset["addresses"] = Addresses(ready);
        if (notReady.Length > 0)
            subset["notReadyAddresses"] = Addresses(notReady);
        JsonArray? subsets = ready.Length + notReady.Length == 0 ? null : [subset];
        return new() { ["metadata"] = Metadata(@namespace, name, null), ["subsets"] = subsets };
    }

    public static JsonObject EndpointSlice(
        string @namespace, string name, string service, string addressType, string portName, int port, string[] ready, string[] notReady)
    {
        Dictionary<string, string> labels = new(StringComparer.Ordinal) { ["kubernetes.io/service-name"] = service };
        return new()
        {
            ["metadata"] = Metadata(@namespace, name, labels),
            ["addressType"] = addressType,
            ["ports"] = Ports(portName, port),
            ["endpoints"] = new JsonArray([.. ready.Select(one => Endpoint(one, true)), .. notReady.Select(one => Endpoint(one, false))]),
        };
    }

    private static JsonArray Ports(string name, int port) => [new JsonObject { ["name"] = name, ["port"] = port, ["protocol"] = "TCP" }];

    private static JsonObject Endpoint(string address, bool ready) => new()
    {
        ["addresses"] = new JsonArray(address),
        ["conditions"] = new JsonObject { ["ready"] = ready, ["serving"] = ready, ["terminating"] = false },
        ["targetRef"] = Pod(address),
    };

    private static JsonArray Addresses(string[] addresses) =>
        [.. addresses.Select(address => new JsonObject { ["ip"] = address, ["targetRef"] = Pod(address) })];

    private static JsonObject Pod(string address) =>
        new() { ["kind"] = "Pod", ["name"] = "pod-" + address.Replace('.', '-').Replace(':', '-') };

    private static JsonObject Metadata(string @namespace, string name, IReadOnlyDictionary<string, string>? labels)
    {
        JsonObject metadata = new() { ["namespace"] = @namespace, ["name"] = name };
        if (labels is not null)
            metadata["labels"] = Map(labels);
        return metadata;
    }

    private static JsonObject Map(IReadOnlyDictionary<string, string> map) =>
        new(map.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}
