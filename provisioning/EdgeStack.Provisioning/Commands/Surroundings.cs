using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Local;
using EdgeStack.Provisioning.Rendering;
using EdgeStack.Provisioning.Secrets;
using EdgeStack.Provisioning.Tunnels;

namespace EdgeStack.Provisioning.Commands;

/// <summary>What a command touches outside itself; tests pass their own.</summary>
/// <param name="Screen">Where data and progress go.</param>
/// <param name="Http">For the gateway's admin API and health.</param>
/// <param name="Time">The clock of every time-out and of the lines shown.</param>
/// <param name="Directory">The working directory: <c>./routes</c> is looked for here.</param>
/// <param name="Stop">Ctrl-C and its friends.</param>
internal sealed record Surroundings(Screen Screen, HttpClient Http, TimeProvider Time, string Directory, StopRequests Stop)
{
    public required ProgramLocator Gateway { get; init; }

    public required ProgramLocator Collector { get; init; }

    /// <summary>The way out of the owner's network, through the proxy that the environment names.</summary>
    public required HttpMessageHandler Internet { get; init; }

    /// <summary>What the command line remembers.</summary>
    public required OwnerFolder Owner { get; init; }

    /// <summary><c>CLOUDFLARE_API_TOKEN</c> of the environment, as other tools of Cloudflare's users have it.</summary>
    public string? ApiToken { get; init; }

    /// <summary>Asks for a secret, which is not shown; null when nothing was written.</summary>
    public required Func<string, CancellationToken, Task<string?>> AskSecret { get; init; }

    /// <summary>Asks for a line; null when nobody is there to ask.</summary>
    public Func<string, CancellationToken, Task<string?>> AskLine { get; init; } = (_, _) => Task.FromResult<string?>(null);

    /// <summary>Somebody is at a terminal, and standard input is theirs.</summary>
    public bool HasTerminal { get; init; }

    /// <summary>Programs are looked for here: <c>PATH</c> of the environment.</summary>
    public string ProgramPath { get; init; } = "";

    /// <summary>The user's home: <c>~</c> in a path of ssh.</summary>
    public string Home { get; init; } = "/";

    /// <summary>A variable of the environment; null when it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>Standard input, for <c>-f -</c>.</summary>
    public TextReader Input { get; init; } = TextReader.Null;

    /// <summary>Where the secrets of an inventory come from.</summary>
    /// <param name="folder">What lies beside the inventory.</param>
    public SecretStore SecretsOf(ClusterFolder folder)
    {
        string directory = System.IO.Path.GetDirectoryName(folder.Path)!;
        return new SecretStore(directory, Variable, AskSecret, new SecretProgram(ProgramPath, directory, Time));
    }
}
