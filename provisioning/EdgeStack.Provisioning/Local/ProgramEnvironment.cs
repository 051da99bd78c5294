using System.Collections;

namespace EdgeStack.Provisioning.Local;

/// <summary>What programs that `up` starts see of this user's environment: nothing that they do not need.</summary>
internal static class ProgramEnvironment
{
    // Paths, languages, time zone and where .NET lives. No tokens, no KUBECONFIG, no ASPNETCORE_URLS, no settings of ours: `up` does
    // the same everywhere, and every listener stays on loopback.
    private static readonly string[] Passed =
    [
        "PATH", "HOME", "USER", "TMPDIR", "LANG", "TZ", "NO_COLOR",
        "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ];

    private static readonly string[] PassedPrefixes = ["LC_", "XDG_"];

    /// <summary>A null value takes the variable away, which is how CliWrap reads it.</summary>
    public static IReadOnlyDictionary<string, string?> Without(IDictionary inherited) => inherited.Keys
        .Cast<string>()
        .Where(name => !IsPassed(name))
        .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);

    private static bool IsPassed(string name) =>
        Passed.Contains(name, StringComparer.Ordinal) || PassedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
