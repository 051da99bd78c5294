using YamlDotNet.RepresentationModel;

namespace EdgeStack.Repository.Tests.Deploying;

/// <summary>Walking down a manifest; what is not there is null or empty.</summary>
internal static class YamlPaths
{
    public static YamlNode? Child(this YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? child) ? child : null;

    public static YamlMappingNode? At(this YamlMappingNode node, params string[] keys) =>
        keys.Aggregate((YamlMappingNode?)node, (at, key) => at?.Child(key) as YamlMappingNode);

    public static string? Text(this YamlMappingNode node, string key) => (node.Child(key) as YamlScalarNode)?.Value;

    public static IEnumerable<YamlMappingNode> Mappings(this YamlMappingNode node, string key) => node.Children(key).OfType<YamlMappingNode>();

    public static IEnumerable<string> Texts(this YamlMappingNode node, string key) => node.Children(key).OfType<YamlScalarNode>().Select(item => item.Value ?? "");

    private static IEnumerable<YamlNode> Children(this YamlMappingNode node, string key) => node.Child(key) as YamlSequenceNode ?? Enumerable.Empty<YamlNode>();
}
