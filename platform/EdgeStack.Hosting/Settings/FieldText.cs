using EdgeStack.Documents;

namespace EdgeStack.Hosting.Settings;

/// <summary>A setting that is a thing with properties: words, then <c>field=value</c>s, between blanks: <c>main address=10.0.0.2:3306 user=edgestack</c>.</summary>
public static class FieldText
{
    private static readonly char[] Blanks = [' ', '\t', '\n'];

    /// <summary>Reads one.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="words">What the words at its beginning are called, for people; none may be missing.</param>
    /// <param name="fields">The fields by name; a name that ends with a dot takes every name that begins with it. Each returns what is wrong with its value, or null.</param>
    /// <param name="assign">Takes the words.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? Read(string text, IReadOnlyList<string> words, IReadOnlyDictionary<string, Func<string, string, string?>> fields, Func<IReadOnlyList<string>, string?> assign)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(assign);
        string[] parts = text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < words.Count || parts.Take(words.Count).Any(IsField))
            return $"{Beginning(parts)} does not begin with {string.Join(" ", words)}, followed by fields such as {fields.Keys.First()}=…";
        if (assign(parts[..words.Count]) is { } wrongWord)
            return wrongWord;
        foreach (string part in parts[words.Count..])
        {
            if (Field(part, fields) is { } wrong)
                return $"{parts[0]}: {wrong}";
        }

        return null;
    }

    // A URL that stands in the wrong place may have a password in it.
    private static string Beginning(string[] parts) => parts is not [{ } first, ..] || first.AsSpan().ContainsAny(":/@?") ? "what was written" : $"'{first}{(parts.Length > 1 ? " …" : "")}'";

    private static bool IsField(string part)
    {
        int equals = part.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && part[..equals].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_');
    }

    private static string? Field(string part, IReadOnlyDictionary<string, Func<string, string, string?>> fields)
    {
        if (!IsField(part))
            return $"'{part}' is not of the form field=value";
        string[] sides = part.Split('=', 2);
        string? known = fields.Keys.FirstOrDefault(name => name == sides[0] || (name.EndsWith('.') && sides[0].StartsWith(name, StringComparison.Ordinal) && sides[0].Length > name.Length));
        if (known is null)
            return $"unknown field '{sides[0]}'; {NearestName.Suggestion(sides[0], [.. fields.Keys])}";
        return fields[known](sides[0][(known.EndsWith('.') ? known.Length : 0)..], sides[1]) is { } wrong ? $"{sides[0]}: {wrong}" : null;
    }
}
