using System.Globalization;
using System.Text;

namespace EdgeStack.Routes.Rules;

/// <summary>Writes a text as the rule language takes it, so that a rule's one spelling can be read back as the same rule.</summary>
internal static class RuleLiteral
{
    /// <summary>The same for a path: a plain brace would be taken for a placeholder of Traefik v2.</summary>
    public static string OfPath(string path) => Of(path.Replace("{", "%7B", StringComparison.Ordinal));

    public static string Of(string text)
    {
        if (!text.Contains('`'))
            return $"`{text}`";
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (char.IsControl(c))
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
