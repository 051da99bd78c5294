using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>What to do about the errors that people meet. By code, never by Cloudflare's words.</summary>
internal static class ErrorAdvice
{
    /// <summary>What a token has to be allowed.</summary>
    public const string Permissions = "Zone: Zone: Read · Zone: DNS: Edit · Account: Cloudflare Tunnel: Edit";

    /// <param name="status">Of the answer.</param>
    /// <param name="errors">In its envelope.</param>
    /// <returns>Null when there is nothing to say beyond Cloudflare's own words.</returns>
    public static string? For(int status, ImmutableArray<ApiError> errors) =>
        errors.Select(error => For(error.Code)).FirstOrDefault(advice => advice is not null) ?? status switch
        {
            401 => "Log in again: `edgestack tunnel login`.",
            403 => $"The token has to be allowed: {Permissions}.",
            _ => null,
        };

    private static string? For(int code) => code switch
    {
        // Invalid token; a header that no token could be read from.
        1000 or 6003 or 6111 => "The token does not count (any more). Log in again: `edgestack tunnel login`.",
        // Authentication error; not allowed.
        10000 or 9109 => $"The token has to be allowed, for this account and zone: {Permissions}.",
        7003 => "The account or zone of that number does not exist, or the token may not see it.",
        _ => null,
    };
}
