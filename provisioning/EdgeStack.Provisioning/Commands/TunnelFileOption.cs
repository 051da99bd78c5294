using System.CommandLine;

namespace EdgeStack.Provisioning.Commands;

/// <summary>The option <c>--credentials FILE</c>: where the tunnel's credentials are.</summary>
internal static class TunnelFileOption
{
    public static Option<string?> Create() => new("--credentials")
    {
        Description = "File with the tunnel's credentials. [default: ~/.config/edgestack/tunnel-credentials.json]",
        HelpName = "FILE",
    };

    /// <summary>Its full path.</summary>
    public static string PathOf(Surroundings surroundings, string? given) => given is null ? surroundings.Owner.TunnelCredentials : Path.GetFullPath(Path.Combine(surroundings.Directory, given));
}
