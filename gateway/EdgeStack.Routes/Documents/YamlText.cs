using System.Collections.Immutable;
using EdgeStack.Routes.Problems;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Documents;

/// <summary>Loads YAML from people: bounded in size and depth, every fault a problem with its place.</summary>
internal static class YamlText
{
    // Kubernetes refuses a ConfigMap above 1 MiB.
    private const int MaxLength = 1024 * 1024;

    // The loader recurses; a route document is five levels deep.
    private const int MaxDepth = 64;

    public static ImmutableArray<YamlNode> Load(string text, TextOrigin origin, ICollection<Problem> problems)
    {
        if (text.Length > MaxLength)
        {
            problems.Add(new Problem(Severity.Error, new SourceLocation(origin.Object, origin.File, 0, 0), "is larger than 1 MiB", "split it"));
            return [];
        }

        try
        {
            if (TooDeep(text) is { } mark)
            {
                problems.Add(new Problem(Severity.Error, origin.At(mark), $"is nested more than {MaxDepth} levels deep"));
                return [];
            }

            YamlStream stream = new();
            stream.Load(new StringReader(text));
            return [.. stream.Documents.Select(document => document.RootNode)];
        }
        catch (YamlException fault)
        {
            problems.Add(new Problem(Severity.Error, origin.At(fault.Start), $"is not YAML: {Sentence(fault)}", FixFor(text, fault)));
            return [];
        }
    }

    private static Mark? TooDeep(string text)
    {
        Parser parser = new(new StringReader(text));
        for (int depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth)
                return parser.Current.Start;
        }

        return null;
    }

    private static string Sentence(YamlException fault)
    {
        string message = (fault.InnerException ?? fault).Message.TrimEnd('.');
        return message.Length == 0 ? "unknown syntax error" : char.ToLowerInvariant(message[0]) + message[1..];
    }

    private static string? FixFor(string text, YamlException fault)
    {
        string[] lines = text.Split('\n');
        // The scanner names the line on which the text before the fault began.
        string line = string.Join('\n', lines.Skip((int)fault.Start.Line - 1).Take(2));
        return line.Contains('\t') ? "indent with blanks: YAML does not allow tabs"
            : line.Contains('`') ? "put the rule between single quotes: match: 'Host(`…`)'"
            : null;
    }
}
