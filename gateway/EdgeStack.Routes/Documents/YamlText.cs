using System.Collections.Immutable;
using EdgeStack.Documents;
using EdgeStack.Routes.Problems;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Documents;

/// <summary>Loads YAML from people: every fault is a problem with its place.</summary>
public static class YamlText
{
    /// <summary>Longest text that is read, in characters: Kubernetes refuses a ConfigMap above 1 MiB.</summary>
    public const int MaxLength = YamlDocuments.MaxLength;

    /// <summary>The documents of a text; none when it has a problem, which is then added.</summary>
    public static ImmutableArray<YamlNode> Load(string text, TextOrigin origin, ICollection<Problem> problems)
    {
        YamlReading reading = YamlDocuments.Read(text);
        if (reading.Fault is { } fault)
            problems.Add(fault == YamlDocuments.TooLarge ? TooLarge(origin) : new Problem(Severity.Error, origin.At(fault.At), fault.Message, fault.Fix));
        return reading.Roots;
    }

    /// <summary>The warning about a text without a character: emptying is an edit, but more often a disk that is full or an editor that broke off. Null when it holds something.</summary>
    internal static Problem? WarningOfEmpty(string text, TextOrigin origin) => !string.IsNullOrWhiteSpace(text) ? null
        : new Problem(Severity.Warning, new SourceLocation(origin.Object, origin.File, 0, 0), "is empty: nothing is served from it", "delete it if that is meant");

    /// <summary>The problem of a text that is longer than <see cref="MaxLength"/>.</summary>
    public static Problem TooLarge(TextOrigin origin) =>
        new(Severity.Error, new SourceLocation(origin.Object, origin.File, 0, 0), YamlDocuments.TooLarge.Message, YamlDocuments.TooLarge.Fix);
}
