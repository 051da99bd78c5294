using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>Where a secret comes from.</summary>
internal abstract record SecretReference
{
    private SecretReference()
    {
    }

    /// <summary>Equal for two references that lead to the same secret.</summary>
    public virtual object Identity => this;

    /// <summary>An environment variable of whoever runs edgestack.</summary>
    internal sealed record Variable(string Name) : SecretReference;

    /// <summary>A file that nobody else may read.</summary>
    internal sealed record File(string Path) : SecretReference;

    /// <summary>Asked for at the terminal.</summary>
    internal sealed record Prompt : SecretReference;

    /// <summary>What a program writes to standard output.</summary>
    /// <param name="Command">The program and its words.</param>
    internal sealed record Exec(ImmutableArray<string> Command) : SecretReference
    {
        public override object Identity => string.Join('\0', Command);
    }

    /// <summary>A value in a file that sops has sealed.</summary>
    /// <param name="Sealed">Its path.</param>
    /// <param name="Key">The keys that lead to it, with dots between.</param>
    internal sealed record Sops(string Sealed, string Key) : SecretReference
    {
        /// <summary>As sops is told: <c>["db"]["password"]</c>.</summary>
        public string Place => string.Concat(Key.Split('.').Select(key => $"[\"{key}\"]"));
    }

    /// <summary>In our own vault.</summary>
    internal sealed record Stored(string Name) : SecretReference;
}
