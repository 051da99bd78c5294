using System.Collections.Immutable;
using EdgeStack.Routes.Problems;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Documents;

/// <summary>Loads YAML from people: bounded in size and depth, every fault a problem with its place.</summary>
public static class YamlText
{
    /// <summary>Longest text that is read, in characters: Kubernetes refuses a ConfigMap above 1 MiB.</summary>
    public const int MaxLength = 1024 * 1024;

    private static readonly string[] LineBreaks = ["\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029"];

    /// <summary>The documents of a text; none when it has a problem, which is then added.</summary>
    public static ImmutableArray<YamlNode> Load(string text, TextOrigin origin, ICollection<Problem> problems)
    {
        if (text.Length > MaxLength)
        {
            problems.Add(TooLarge(origin));
            return [];
        }

        VettedEvents events = new(text, origin);
        try
        {
            YamlStream stream = new();
            stream.Load(events);
            return [.. stream.Documents.Select(document => document.RootNode)];
        }
        catch (Exception) when (events.Refused is { } refused)
        {
            problems.Add(refused);
            return [];
        }
        catch (YamlException fault)
        {
            problems.Add(new Problem(Severity.Error, origin.At(fault.Start), $"is not YAML: {Sentence(fault)}", FixFor(text, fault.Start)));
            return [];
        }
#pragma warning disable CA1031 // the parser leaves with other exceptions too, for an unclosed brace for one; none of them may reach further than this text
        catch (Exception fault) when (fault is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            problems.Add(new Problem(Severity.Error, origin.At(events.Last), "is not YAML from here on", FixFor(text, events.Last) ?? "look for a bracket, brace or quote that is never closed"));
            return [];
        }
    }

    /// <summary>The lines of a text as YAML counts them: it has more line breaks than LF.</summary>
    public static string[] Lines(string text) => text.Split(LineBreaks, StringSplitOptions.None);

    /// <summary>The warning about a text without a character: emptying is an edit, but more often a disk that is full or an editor that broke off. Null when it holds something.</summary>
    internal static Problem? WarningOfEmpty(string text, TextOrigin origin) => !string.IsNullOrWhiteSpace(text) ? null
        : new Problem(Severity.Warning, new SourceLocation(origin.Object, origin.File, 0, 0), "is empty: nothing is served from it", "delete it if that is meant");

    /// <summary>The problem of a text that is longer than <see cref="MaxLength"/>.</summary>
    public static Problem TooLarge(TextOrigin origin) =>
        new(Severity.Error, new SourceLocation(origin.Object, origin.File, 0, 0), "is larger than 1 MiB", "split it");

    private static string Sentence(YamlException fault)
    {
        string message = (fault.InnerException ?? fault).Message.TrimEnd('.');
        return message.Length == 0 ? "unknown syntax error" : char.ToLowerInvariant(message[0]) + message[1..];
    }

    private static string? FixFor(string text, Mark at)
    {
        // The scanner names the line on which the text before the fault began.
        string lines = string.Join('\n', Lines(text).Skip((int)at.Line - 1).Take(2));
        return lines.Contains('\t') ? "indent with blanks: YAML does not allow tabs"
            : lines.Contains(": `", StringComparison.Ordinal) ? "put the rule between single quotes: match: 'Host(`…`)'"
            : null;
    }
}
