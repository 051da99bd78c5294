using System.Globalization;
using System.Text.RegularExpressions;
using EdgeStack.Documents;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Provisioning.Schema;

/// <summary>Holds a document against its shape and tells everything that is wrong with it.</summary>
/// <param name="environment">Puts its values into texts.</param>
/// <param name="tell">Where, what, and what to do.</param>
internal sealed class ShapeChecker(EnvironmentText environment, Action<Mark, string, string?> tell)
{
    // A pattern of ours is linear; this is for the one that is not.
    private static readonly TimeSpan PatternLimit = TimeSpan.FromSeconds(1);

    /// <summary>Nothing is written: `key:` or `key: null`.</summary>
    public static bool IsNothing(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "null" or "~" };

    /// <param name="node">What is written.</param>
    /// <param name="shape">What may be.</param>
    /// <param name="path">The keys that lead here, for the message: <c>spec.nodes[0].ssh</c>.</param>
    public void Check(YamlNode node, Shape shape, string path)
    {
        switch (shape)
        {
            case Shape.Mapping mapping:
                CheckMapping(node, mapping, path);
                break;
            case Shape.List list when node is YamlSequenceNode items:
                for (int index = 0; index < items.Children.Count; index++)
                    Check(items.Children[index], list.Item, $"{path}[{index}]");
                break;
            case Shape.List:
                tell(node.Start, $"{path} is a list", "begin each item with '- '");
                break;
            case Shape.OneOrMore more:
                Check(node, node is YamlSequenceNode ? new Shape.List(more.Item) : more.Item, path);
                break;
            case Shape.Names names when node is YamlMappingNode { } pairs:
                foreach ((YamlNode key, YamlNode value) in pairs.Children)
                    Check(value, names.Value, $"{path}.{key}");
                break;
            case Shape.Names:
                tell(node.Start, $"{path} is a mapping", null);
                break;
            case Shape.Reference reference:
                CheckReference(node, reference, path);
                break;
            case Shape.Anything:
                break;
            default:
                CheckScalar(node, shape, path);
                break;
        }
    }

    private void CheckMapping(YamlNode node, Shape.Mapping shape, string path)
    {
        if (node is not YamlMappingNode mapping)
        {
            tell(node.Start, $"{(path.Length == 0 ? "the document" : path)} is {shape.What}: a mapping with {string.Join(", ", shape.Fields.Select(field => field.Name))}", null);
            return;
        }

        string[] known = [.. shape.Fields.Select(field => field.Name)];
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            string name = ((YamlScalarNode)key).Value ?? "";
            if (shape.Fields.FirstOrDefault(field => field.Name == name) is not { } field)
                tell(key.Start, $"{Below(path, name)} is not known here", NearestName.Suggestion(name, known));
            else if (!IsNothing(value))
                Check(value, field.Shape, Below(path, name));
        }

        foreach (Field field in shape.Fields.Where(field => field.IsRequired))
        {
            if (!mapping.Children.TryGetValue(new YamlScalarNode(field.Name), out YamlNode? value) || IsNothing(value))
                tell(node.Start, $"{Below(path, field.Name)} is missing: {field.Description}", null);
        }
    }

    private void CheckReference(YamlNode node, Shape.Reference shape, string path)
    {
        if (node is YamlScalarNode)
            return;
        string[] known = [.. shape.Ways.Select(way => way.Name)];
        if (node is not YamlMappingNode { Children.Count: 1 } mapping)
        {
            tell(node.Start, $"{path} says where a secret comes from, with one key", $"one of {string.Join(", ", known)}");
            return;
        }

        (YamlNode key, YamlNode value) = mapping.Children[0];
        string name = ((YamlScalarNode)key).Value ?? "";
        if (shape.Ways.FirstOrDefault(way => way.Name == name) is { } found)
            Check(value, found.Shape, Below(path, name));
        else
            tell(key.Start, $"{Below(path, name)} is not known here", NearestName.Suggestion(name, known));
    }

    private void CheckScalar(YamlNode node, Shape shape, string path)
    {
        if (node is not YamlScalarNode scalar)
        {
            tell(node.Start, $"{path} is {Described(shape)}, not a {(node is YamlSequenceNode ? "list" : "mapping")}", null);
            return;
        }

        if (environment.MissingIn(scalar.Value ?? "") is { } missing)
        {
            tell(node.Start, $"{path}: ${{{missing}}} has no value in the environment", $"set it, or write ${{{missing}:-something}}");
            return;
        }

        string value = environment.Expand(scalar.Value ?? "");
        bool isRight = shape switch
        {
            Shape.Text { Pattern: { } pattern } => Regex.IsMatch(value, $"^(?:{pattern})$(?!\n)", RegexOptions.CultureInvariant, PatternLimit),
            Shape.Text => value.Length > 0,
            Shape.Whole whole => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= whole.Least && number <= whole.Most,
            Shape.Flag => value is "true" or "false",
            Shape.Choice choice => choice.Words.Contains(value),
            _ => true,
        };
        if (!isRight)
            tell(node.Start, $"{path}: '{value}' is not {Described(shape)}", shape is Shape.Choice words ? NearestName.Of(value, words.Words) is { } nearest ? $"did you mean '{nearest}'?" : null : null);
    }

    private static string Described(Shape shape) => shape switch
    {
        Shape.Text text => text.What,
        Shape.Whole whole => string.Create(CultureInfo.InvariantCulture, $"a whole number from {whole.Least} to {whole.Most}"),
        Shape.Flag => "true or false",
        Shape.Choice choice => $"one of {string.Join(", ", choice.Words)}",
        _ => "a value",
    };

    private static string Below(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
