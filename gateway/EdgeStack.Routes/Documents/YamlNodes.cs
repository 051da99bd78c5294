using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Documents;

/// <summary>Reading manifests that the API server would have checked: what is not there, or of another shape, is null or empty.</summary>
internal static class YamlNodes
{
    public static YamlMappingNode? Mapping(this YamlMappingNode node, string key) => node.Child(key) as YamlMappingNode;

    public static string? Text(this YamlMappingNode node, string key) => node.Child(key) is YamlScalarNode { Value.Length: > 0 } scalar ? scalar.Value : null;

    public static IEnumerable<YamlNode> Sequence(this YamlMappingNode node, string key) => node.Child(key) as YamlSequenceNode ?? Enumerable.Empty<YamlNode>();

    public static IEnumerable<YamlMappingNode> Mappings(this YamlMappingNode node, string key) => node.Sequence(key).OfType<YamlMappingNode>();

    private static YamlNode? Child(this YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? child) ? child : null;
}
