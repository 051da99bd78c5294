using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeStack.Provisioning.Tunnels;

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
    public static string PathOf(Surroundings surroundings, ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } given ? Path.GetFullPath(Path.Combine(surroundings.Directory, given)) : surroundings.Owner.TunnelCredentials;

    /// <summary>What it holds; null when that cannot be read, which has been said and is a matter of usage.</summary>
    public static TunnelCredentials? Read(Surroundings surroundings, string file)
    {
        if (TunnelCredentials.TryRead(file, out TunnelCredentials? credentials, out string? why))
        {
            if (SecretFile.IsOpenToOthers(file))
                surroundings.Screen.Warning($"others may read {file}; `chmod 600 {file}`");
            return credentials;
        }

        surroundings.Screen.Failure(why);
        surroundings.Screen.Progress("`edgestack tunnel create` makes a tunnel, or fetches the credentials of one; --credentials names another file.");
        return null;
    }
}
