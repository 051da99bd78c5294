using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Remote;

/// <summary>How a node is reached.</summary>
/// <param name="ConfigFile">The configuration for ssh, in which <paramref name="Host"/> stands (<see cref="SshConfig"/>).</param>
/// <param name="Host">What ssh is asked for.</param>
/// <param name="Become">How its user becomes root.</param>
internal sealed record SshDestination(string ConfigFile, string Host, Become Become)
{
    /// <summary>What sudo asks for, when it does.</summary>
    public Secret? Password { get; init; }
}
