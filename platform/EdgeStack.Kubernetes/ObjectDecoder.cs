using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s.Models;

namespace EdgeStack.Kubernetes;

/// <summary>From the library's models, where every property may be null, to our records, where none is without saying so.</summary>
internal static class ObjectDecoder
{
    public static ConfigMap ConfigMap(JsonElement item)
    {
        V1ConfigMap model = Model(item, KubernetesModels.Default.V1ConfigMap);
        return new(Meta(model.Metadata), Dictionary(model.Data));
    }

    public static Secret Secret(JsonElement item)
    {
        V1Secret model = Model(item, KubernetesModels.Default.V1Secret);
        return new(Meta(model.Metadata), (model.Data ?? new Dictionary<string, byte[]>()).ToImmutableDictionary(
            pair => pair.Key, pair => (ReadOnlyMemory<byte>)(pair.Value ?? []), StringComparer.Ordinal));
    }

    public static Service Service(JsonElement item)
    {
        V1Service model = Model(item, KubernetesModels.Default.V1Service);
        V1ServiceSpec spec = model.Spec ?? new();
        return new(
            Meta(model.Metadata),
            spec.Type ?? "ClusterIP",
            spec.ExternalName,
            Headless: spec.ClusterIP == "None",
            [.. (spec.Ports ?? []).Select(Port)]);
    }

    public static TModel Model<TModel>(JsonElement item, JsonTypeInfo<TModel> type) =>
        item.Deserialize(type) ?? throw new JsonException("the object is null");

    public static ObjectMeta Meta(V1ObjectMeta? model)
    {
        if (string.IsNullOrEmpty(model?.Name))
            throw new JsonException("the object has no name");
        return new(model.NamespaceProperty ?? "", model.Name, model.Uid ?? "", model.ResourceVersion ?? "")
        {
            Created = model.CreationTimestamp is { } created ? new DateTimeOffset(created.ToUniversalTime()) : null,
            Labels = Dictionary(model.Labels),
            Annotations = Dictionary(model.Annotations),
        };
    }

    private static ServicePort Port(V1ServicePort model) => new(
        model.Name ?? "",
        model.Port,
        model.TargetPort?.Value ?? model.Port.ToString(),
        model.AppProtocol,
        model.Protocol ?? "TCP");

    private static ImmutableDictionary<string, string> Dictionary(IDictionary<string, string>? model) =>
        model?.ToImmutableDictionary(pair => pair.Key, pair => pair.Value ?? "", StringComparer.Ordinal)
        ?? ImmutableDictionary<string, string>.Empty;
}
