using System.Text;

namespace EdgeStack.Routes.Patterns;

/// <summary>
/// Traefik v2's placeholders, <c>{subdomain:[a-z]+}.example.com</c>. Version 3 reads them as a regular expression with literal braces, which
/// matches nothing that anybody meant.
/// </summary>
internal static class LegacyPlaceholder
{
    /// <summary>Adds a problem and returns true when the brace under the cursor opens a placeholder.</summary>
    public static bool Report(PatternCursor cursor)
    {
        int start = cursor.At;
        int end = End(cursor.Text, start);
        if (end < 0)
            return false;
        cursor.At = end;
        string shown = cursor.Shown(start);
        string rewritten = Rewritten(cursor.Text);
        string fix = rewritten.StartsWith("^/", StringComparison.Ordinal)
            ? $"write {rewritten} (with a $ at the end when nothing may follow)"
            : $"write {rewritten}$";
        cursor.Fail(start, $"'{shown}' is a placeholder of Traefik v2; version 3 takes a regular expression", fix);
        return true;
    }

    // In version 2 the text around the placeholders is literal and begins where the value begins.
    private static string Rewritten(string text)
    {
        StringBuilder rewritten = new("^");
        for (int i = 0; i < text.Length;)
        {
            int end = text[i] == '{' ? End(text, i) : -1;
            if (end < 0)
            {
                if (@"\.+*?()|[]{}^$".Contains(text[i]))
                    rewritten.Append('\\');
                rewritten.Append(text[i++]);
                continue;
            }

            string inside = text[(i + 1)..(end - 1)];
            int colon = inside.IndexOf(':');
            string wanted = colon >= 0 ? inside[(colon + 1)..] : text.StartsWith('/') ? "[^/]+" : "[^.]+";
            rewritten.Append(wanted.Contains('|') ? $"(?:{wanted})" : wanted);
            i = end;
        }

        return rewritten.ToString();
    }

    // Behind the closing brace of {name} or {name:pattern}, or -1. Braces nest, as in {id:[0-9]{3}}.
    private static int End(string text, int start)
    {
        int at = start + 1;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-'))
            at++;
        bool named = at > start + 1 && (char.IsAsciiLetter(text[start + 1]) || text[start + 1] == '_');
        if (!named || at >= text.Length || text[at] is not (':' or '}'))
            return -1;

        for (int depth = 1; at < text.Length; at++)
        {
            depth += text[at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
                return at + 1;
        }

        return -1;
    }
}
