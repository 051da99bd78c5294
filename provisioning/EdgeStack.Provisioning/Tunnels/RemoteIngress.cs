using System.Text.Json.Nodes;
using EdgeStack.Provisioning.Cloudflare;

namespace EdgeStack.Provisioning.Tunnels;

/// <summary>
/// The rules that Cloudflare keeps for a tunnel. Ours is the last, for every host that no other rule names; the others are somebody's and stay.
/// </summary>
internal static class RemoteIngress
{
    /// <summary>Host and service of each rule that leads elsewhere; the host of the last one is <c>*</c>.</summary>
    public static IEnumerable<(string Host, string Service)> Elsewhere(TunnelConfiguration configuration, string service) =>
        Rules(configuration).Select(rule => (Text(rule, "hostname") is { Length: > 0 } host ? host : "*", Text(rule, "service") ?? "")).Where(rule => rule.Item2 != service);

    /// <summary>The same configuration, whole, with the last rule leading to the gateway.</summary>
    /// <param name="configuration">As it was read.</param>
    /// <param name="service">For example <c>unix:/run/edgestack/tunnel/gateway.sock</c>.</param>
    public static TunnelConfiguration WithLastRule(TunnelConfiguration configuration, string service)
    {
        JsonObject config = configuration.Config?.DeepClone().AsObject() ?? [];
        JsonArray rules = [.. Rules(configuration).Where(rule => Text(rule, "hostname") is { Length: > 0 } || Text(rule, "path") is { Length: > 0 }).Select(rule => rule.DeepClone())];
        rules.Add((JsonNode)new JsonObject { ["service"] = service });
        config["ingress"] = rules;
        return new TunnelConfiguration { Config = config };
    }

    private static IEnumerable<JsonObject> Rules(TunnelConfiguration configuration) => (configuration.Config?["ingress"] as JsonArray ?? []).OfType<JsonObject>();

    private static string? Text(JsonObject rule, string name) => rule[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
