using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Provisioning.Schema;

/// <summary>
/// A mapping that has been checked against its shape, so that nothing needs to be checked again. What is not written is looked up in the mapping that it falls back to,
/// then in the defaults of the shape.
/// </summary>
internal sealed class Fields(YamlMappingNode? node, Shape.Mapping shape, Func<string, string> expand)
{
    private Fields? _fallback;

    /// <summary>Where the mapping, or what stands behind a key, begins.</summary>
    public Mark At(string? key = null) => (key is null ? node : Child(key) ?? node)?.Start ?? _fallback?.At(key) ?? Mark.Empty;

    /// <summary>The same, with another mapping of the same shape for what is not written here.</summary>
    public Fields Or(Fields fallback) => new(node, shape, expand) { _fallback = fallback };

    /// <summary>It is written, here or in the fallback.</summary>
    public bool Has(string key) => Child(key) is not null || _fallback?.Has(key) == true;

    /// <summary>Null when it is neither written nor has a default.</summary>
    public string? Text(string key) => Child(key) is YamlScalarNode { Value: { } value } ? expand(value)
        : _fallback is not null ? _fallback.Text(key)
        : FieldOf(key).Default;

    public int Whole(string key) => int.Parse(Text(key)!, CultureInfo.InvariantCulture);

    public bool Flag(string key) => Text(key) == "true";

    /// <summary>A mapping below; one without any key when it is not written, so that its defaults hold.</summary>
    public Fields Mapping(string key)
    {
        Fields below = new(Child(key) as YamlMappingNode, (Shape.Mapping)FieldOf(key).Shape, expand);
        return _fallback is null ? below : below.Or(_fallback.Mapping(key));
    }

    /// <summary>The mappings of a list; none when it is not written.</summary>
    public IEnumerable<Fields> Mappings(string key) => Items(key).Select(item => new Fields((YamlMappingNode)item, (Shape.Mapping)((Shape.List)FieldOf(key).Shape).Item, expand));

    /// <summary>The texts of a list, or of the one text in its place; without either the default, if there is one.</summary>
    public IEnumerable<string> Texts(string key) => Items(key).Select(item => expand(((YamlScalarNode)item).Value ?? ""));

    /// <summary>Where a secret comes from: the way, and what stands behind it, which for some is a list. The way is empty for the secret itself. Null when nothing is written.</summary>
    public (string Way, ImmutableArray<string> Words)? Reference(string key) => Child(key) switch
    {
        YamlMappingNode reference => (((YamlScalarNode)reference.Children[0].Key).Value!, WordsOf(reference.Children[0].Value)),
        YamlScalarNode plain => ("", WordsOf(plain)),
        _ => _fallback?.Reference(key),
    };

    private IList<YamlNode> Items(string key) => Child(key) switch
    {
        YamlSequenceNode list => list.Children,
        YamlScalarNode only => [only],
        _ => _fallback?.Items(key) ?? (FieldOf(key).Default is { } value ? [new YamlScalarNode(value)] : []),
    };

    private ImmutableArray<string> WordsOf(YamlNode value) => [.. (value is YamlSequenceNode list ? list.Children : [value]).Select(word => expand(((YamlScalarNode)word).Value ?? ""))];

    private Field FieldOf(string key) => shape.Fields.Single(field => field.Name == key);

    // `key:` with nothing behind it is as if it were not written.
    private YamlNode? Child(string key) => node is not null && node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? child) && !ShapeChecker.IsNothing(child) ? child : null;
}
