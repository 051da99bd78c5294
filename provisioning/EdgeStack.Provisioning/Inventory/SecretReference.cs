namespace EdgeStack.Provisioning.Inventory;

/// <summary>Where a secret comes from.</summary>
internal abstract record SecretReference
{
    private SecretReference()
    {
    }

    /// <summary>An environment variable of whoever runs edgestack.</summary>
    internal sealed record Variable(string Name) : SecretReference;

    /// <summary>A file that nobody else may read.</summary>
    internal sealed record File(string Path) : SecretReference;

    /// <summary>Asked for at the terminal.</summary>
    internal sealed record Prompt : SecretReference;
}
