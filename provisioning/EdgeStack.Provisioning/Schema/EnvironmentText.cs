using System.Text.RegularExpressions;

namespace EdgeStack.Provisioning.Schema;

/// <summary>Puts values of the environment into a text: <c>${NAME}</c>, <c>${NAME:-otherwise}</c>; <c>$${</c> is a <c>${</c> of the text's own.</summary>
internal sealed partial class EnvironmentText(Func<string, string?> environment)
{
    /// <summary>The first name in a text that has neither a value nor another text behind it; null when there is none.</summary>
    public string? MissingIn(string text) => Place().Matches(text).FirstOrDefault(match => !match.Groups["own"].Success && !match.Groups["else"].Success && string.IsNullOrEmpty(environment(match.Groups["name"].Value)))?.Groups["name"].Value;

    /// <summary>The text with values in it; nothing where one is missing.</summary>
    public string Expand(string text) => !text.Contains("${", StringComparison.Ordinal) ? text : Place().Replace(text, match =>
    {
        if (match.Groups["own"].Success)
            return "${";
        return environment(match.Groups["name"].Value) is { Length: > 0 } value ? value : match.Groups["else"].Value;
    });

    [GeneratedRegex("""(?<own>\$\$\{)|\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<else>[^}]*))?\}""")]
    private static partial Regex Place();
}
