namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>An error in an envelope of Cloudflare's.</summary>
internal sealed record ApiError
{
    /// <summary>Cloudflare's own number.</summary>
    public int Code { get; init; }

    /// <summary>In Cloudflare's words.</summary>
    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>A record of that name stands in the way (81053, 81054, 81056 to 81058).</summary>
    public bool IsRecordInTheWay => Code is 81053 or 81054 or 81056 or 81057 or 81058;

    public override string ToString() => $"{Message.TrimEnd('.')} (code {Code})".TrimStart();
}
