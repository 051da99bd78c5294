namespace EdgeStack.Routes.Middlewares;

/// <summary>What a rate limit counts by.</summary>
/// <param name="Kind">Which part of a request.</param>
/// <param name="Header">The header's name when <paramref name="Kind"/> is <see cref="RateSourceKind.Header"/>.</param>
public sealed record RateSource(RateSourceKind Kind, string? Header = null)
{
    public static readonly RateSource Address = new(RateSourceKind.Address);
}
