namespace EdgeStack.Provisioning.Planning;

/// <summary>A file as it is to be on a node.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Content">What is in it.</param>
internal sealed record ManagedFile(string Path, Content Content)
{
    /// <summary>user:group; null where the file system knows no owners (FAT).</summary>
    public string? Owner { get; init; } = "root:root";

    /// <summary>In octal; null where the file system knows no modes.</summary>
    public string? Mode { get; init; } = "644";

    /// <summary>Shell that ends with another code than 0 when <c>$1</c>, the new file beside the old one, is not right; null when there is nothing to check it with.</summary>
    public string? Check { get; init; }

    public FactQuery.File Query => new(Path, Content.IsSecret);

    /// <summary>What is different on the node; null when nothing is.</summary>
    public Difference.File? Compare(Facts facts)
    {
        FileFact? now = facts.Of(Query);
        bool isSame = now is not null && now.Digest == Content.Digest && (Owner is null || now.Owner == Owner) && (Mode is null || now.Mode == Mode);
        return isSame ? null : new Difference.File(this, now);
    }
}
