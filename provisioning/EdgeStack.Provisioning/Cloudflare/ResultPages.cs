namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>Which part of a list an answer is.</summary>
internal sealed record ResultPages
{
    public int Page { get; init; }

    public int PerPage { get; init; }

    public int TotalCount { get; init; }

    public int? TotalPages { get; init; }

    /// <summary>True when a page follows. Not every list says how many there are.</summary>
    public bool HasMore => TotalPages is { } pages ? Page < pages : (long)Page * PerPage < TotalCount;
}
