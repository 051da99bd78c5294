using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Documents;

/// <summary>Reads YAML from people: bounded in size and depth, every fault a value with its place.</summary>
public static class YamlDocuments
{
    /// <summary>Longest text that is read, in characters: Kubernetes refuses a ConfigMap above 1 MiB.</summary>
    public const int MaxLength = 1024 * 1024;

    private static readonly string[] LineBreaks = ["\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029"];

    /// <summary>The fault of a text that is longer than <see cref="MaxLength"/>.</summary>
    public static YamlFault TooLarge { get; } = new(Mark.Empty, "is larger than 1 MiB", "split it");

    /// <summary>The documents of a text.</summary>
    public static YamlReading Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
            return new YamlReading([], TooLarge);
        VettedEvents events = new(text);
        try
        {
            YamlStream stream = new();
            stream.Load(events);
            return new YamlReading([.. stream.Documents.Select(document => document.RootNode)], null);
        }
        catch (Exception) when (events.Refused is { } refused)
        {
            return new YamlReading([], refused);
        }
        catch (YamlException fault)
        {
            return new YamlReading([], new YamlFault(fault.Start, $"is not YAML: {Sentence(fault)}", FixFor(text, fault.Start)));
        }
#pragma warning disable CA1031 // the parser leaves with other exceptions too, for an unclosed brace for one; none of them may reach further than this text
        catch (Exception fault) when (fault is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            return new YamlReading([], new YamlFault(events.Last, "is not YAML from here on", FixFor(text, events.Last) ?? "look for a bracket, brace or quote that is never closed"));
        }
    }

    /// <summary>The lines of a text as YAML counts them: it has more line breaks than LF.</summary>
    public static string[] Lines(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(LineBreaks, StringSplitOptions.None);
    }

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
