namespace EdgeStack.Routes.Middlewares;

/// <summary>Names of Secrets as routes write them: of the route's own namespace.</summary>
internal static class SecretText
{
    private const int LongestName = 253;

    /// <summary>What is wrong with the name, and what to write; null when nothing is.</summary>
    public static (string Message, string? Fix)? FaultOf(string name) =>
        // RFC 1123 subdomain, as Kubernetes asks for; it is a part of a path to the API server, where '..' would lead elsewhere.
        name.Length is > 0 and <= LongestName && name.Split('.').All(IsLabel) ? null
            : ($"'{name}' is not the name of a Secret", name.Contains('/') ? "Secrets are looked for in the route's namespace: write the name alone" : null);

    private static bool IsLabel(string label) =>
        label.Length > 0 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
