namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>An error in an envelope of Cloudflare's.</summary>
/// <param name="Code">Cloudflare's own number.</param>
/// <param name="Message">In Cloudflare's words.</param>
internal sealed record ApiError(int Code, string Message)
{
    /// <summary>A record of that name stands in the way (81053, 81054, 81056 to 81058).</summary>
    public bool IsRecordInTheWay => Code is 81053 or 81054 or 81056 or 81057 or 81058;

    public override string ToString() => $"{Message.TrimEnd('.')} (code {Code})";
}
