namespace EdgeStack.Routes.Middlewares;

/// <summary>Words by which people call what keeps somebody or something out, in whatever product they learned them. When unsure, they protect.</summary>
internal static class ProtectionWords
{
    private static readonly string[] Parts =
    [
        "allowlist", "whitelist", "denylist", "blocklist", "blacklist", "ipallow", "allowip", "allowfrom", "allowedip", "ipfilter", "sourcerange", "limit", "throttl",
        "quota", "protect", "restrict", "password", "passwd", "credential", "login", "signin", "firewall", "security", "clientcert", "jwt", "oidc", "saml", "htpasswd", "zerotrust",
    ];

    private static readonly string[] Whole = ["acl", "waf", "sso", "tls", "mtls", "ldap", "token", "user", "users", "secret", "deny", "private", "guard", "secured", "access", "cfaccess"];

    /// <summary>True when the name speaks of protection, in any case and with any signs between its words.</summary>
    public static bool Speak(string name)
    {
        if (name.Length > 64)
            return false;
        string letters = string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant();
        return Array.Exists(Parts, part => letters.Contains(part, StringComparison.Ordinal)) || Whole.Contains(letters, StringComparer.Ordinal) || SpeaksOfAuthority(letters);
    }

    // Every "auth" but an author's.
    private static bool SpeaksOfAuthority(string letters) =>
        letters.Contains("auth", StringComparison.Ordinal) && (!letters.Contains("author", StringComparison.Ordinal) || letters.Contains("authori", StringComparison.Ordinal));
}
