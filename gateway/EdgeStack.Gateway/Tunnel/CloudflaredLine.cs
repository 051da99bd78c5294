using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>
/// One line that cloudflared has written, of three shapes: a JSON object; a line of Go's own log (<c>2025/06/14 21:08:43 failed to …</c>) or of the log for
/// people (<c>2025-06-14T21:08:43Z INF … connIndex=0</c>); bare text of its command line.
/// </summary>
internal sealed partial record CloudflaredLine
{
    /// <summary><c>info</c>, <c>warn</c>, <c>error</c>, …; empty where the shape has none.</summary>
    public string Level { get; init; } = "";

    public string Message { get; init; } = "";

    public string? Error { get; init; }

    /// <summary>Which of the connections to the edge it is about.</summary>
    public int? Connection { get; init; }

    /// <summary>The edge's place: <c>fra08</c>.</summary>
    public string? Location { get; init; }

    public string? Protocol { get; init; }

    public string? Address { get; init; }

    /// <summary>Of a test that cloudflared makes of the network before it connects.</summary>
    public string? Component { get; init; }

    /// <summary>Likewise: what was tested.</summary>
    public string? Target { get; init; }

    /// <summary>Likewise: <c>pass</c>, <c>fail</c>, <c>skip</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Of a remote configuration: its number.</summary>
    public int? Version { get; init; }

    /// <summary>What a person would read.</summary>
    public string Text => Error is null ? Message : Message.Length == 0 ? Error : $"{Message}: {Error}";

    public static CloudflaredLine Read(string line)
    {
        if (line.StartsWith('{') && Json(line) is { } json)
            return json;
        if (ForPeople().Match(line) is { Success: true } people)
            return Plain(people.Groups["text"].Value) with { Level = LevelOf(people.Groups["level"].Value) };
        return GoLog().Match(line) is { Success: true } go ? Plain(go.Groups["text"].Value) : Plain(line);
    }

    private static CloudflaredLine? Json(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            return new CloudflaredLine
            {
                Level = TextOf(root, "level") ?? "",
                Message = TextOf(root, "message") ?? "",
                Error = TextOf(root, "error"),
                Connection = NumberOf(root, "connIndex"),
                Location = TextOf(root, "location"),
                Protocol = TextOf(root, "protocol"),
                Address = TextOf(root, "ip"),
                Component = TextOf(root, "component"),
                Target = TextOf(root, "target"),
                Status = TextOf(root, "status"),
                Version = NumberOf(root, "version"),
            };
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException) // the latter for half a character
        {
            return null;
        }
    }

    // What follows the message as key=value, the values in quotes when they hold a blank.
    private static CloudflaredLine Plain(string text)
    {
        Dictionary<string, string> pairs = new(StringComparer.Ordinal);
        foreach (Match pair in Pair().Matches(text))
            pairs[pair.Groups["key"].Value] = pair.Groups["quoted"].Success ? pair.Groups["quoted"].Value : pair.Groups["value"].Value;
        Match first = Pair().Match(text);
        return new CloudflaredLine
        {
            Message = (first.Success ? text[..first.Index] : text).Trim(),
            Error = pairs.GetValueOrDefault("error"),
            Connection = int.TryParse(pairs.GetValueOrDefault("connIndex"), NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null,
            Location = pairs.GetValueOrDefault("location"),
            Protocol = pairs.GetValueOrDefault("protocol"),
            Address = pairs.GetValueOrDefault("ip"),
            Component = pairs.GetValueOrDefault("component"),
            Target = pairs.GetValueOrDefault("target"),
            Status = pairs.GetValueOrDefault("status"),
            Version = int.TryParse(pairs.GetValueOrDefault("version"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int version) ? version : null,
        };
    }

    private static string? TextOf(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? NumberOf(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : null;

    private static string LevelOf(string written) => written switch { "INF" => "info", "WRN" => "warn", "ERR" => "error", "FTL" => "fatal", "DBG" => "debug", _ => "" };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT[0-9:.]+Z (?<level>[A-Z]{3}) (?<text>.*)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ForPeople();

    [GeneratedRegex(@"^\d{4}/\d\d/\d\d [0-9:]+ (?<text>.*)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex GoLog();

    [GeneratedRegex("""(?<= |^)(?<key>[A-Za-z_]+)=("(?<quoted>[^"]*)"|(?<value>[^ ]*))""", RegexOptions.ExplicitCapture)]
    private static partial Regex Pair();
}
