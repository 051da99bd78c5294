namespace EdgeStack.Provisioning.Inventory;

/// <summary>How a node is reached. What is null is left to the user's own configuration of ssh.</summary>
internal sealed record NodeAccess
{
    public string? User { get; init; }

    public int? Port { get; init; }

    public string? IdentityFile { get; init; }

    /// <summary>A node of the inventory, or what <c>ssh -J</c> takes.</summary>
    public string? Jump { get; init; }

    public string? ConfigFile { get; init; }

    /// <summary>The host key that it must have.</summary>
    public string? HostKey { get; init; }

    public Become Become { get; init; }

    /// <summary>What sudo asks for.</summary>
    public SecretReference? Password { get; init; }
}
