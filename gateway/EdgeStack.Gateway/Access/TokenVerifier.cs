using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EdgeStack.Gateway.Access;

/// <summary>
/// Says whether a token was made by Cloudflare, for one of these applications of this team, and is not over. Every request is verified anew:
/// that takes less than forwarding it does (docs/decisions/020), and what is not remembered falls with its key.
/// </summary>
internal sealed class TokenVerifier(TeamKeys keys, IEnumerable<string> audiences, TimeProvider time)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler _handler = new();
    private readonly TokenValidationParameters _parameters = new()
    {
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
        ValidIssuer = keys.Issuer,
        ValidAudiences = [.. audiences],
        IgnoreTrailingSlashWhenValidatingAudience = false,
        IssuerSigningKeyResolver = (_, _, name, _) => keys.TryFind(name, out SecurityKey? key) ? [key] : [],
        TryAllIssuerSigningKeys = false,
        // The library's own check has no other clock than the machine's: see FaultOfTime.
        ValidateLifetime = false,
        LogValidationExceptions = false,
    };

    /// <param name="lines">All lines of the header.</param>
    /// <param name="cancellationToken">Ends the wait for keys, which happens when the token names one that is not known.</param>
    public async ValueTask<AccessVerdict> VerifyAsync(StringValues lines, CancellationToken cancellationToken)
    {
        if (TokenText.Read(lines, out string fault) is not { } token)
            return new AccessVerdict.Refused(fault);
        if (token.Alg != SecurityAlgorithms.RsaSha256)
            return new AccessVerdict.Refused("the token is not signed with RS256");
        if (token.Kid is not { Length: > 0 } name)
            return new AccessVerdict.Refused("the token names no key");
        if (!keys.TryFind(name, out _))
        {
            await keys.ReadAgainAsync().WaitAsync(cancellationToken);
            if (!keys.TryFind(name, out _))
                return keys.WhyNone is { } why ? new AccessVerdict.Unknown(why) : new AccessVerdict.Refused("the token is signed with a key that its team does not have");
        }

        TokenValidationResult result = await _handler.ValidateTokenAsync(token, _parameters);
        return (result.IsValid ? FaultOfTime(token) : ReasonOf(result.Exception)) is { } reason ? new AccessVerdict.Refused(reason) : Passed(token);
    }

    // Of a token whose signature is right.
    private string? FaultOfTime(JsonWebToken token)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        return token.ValidTo == DateTime.MinValue ? "the token has no end"
            : token.ValidTo <= now - Skew ? "the token has expired"
            : token.ValidFrom > now + Skew ? "the token is not valid yet"
            : null;
    }

    private static AccessVerdict.Passed Passed(JsonWebToken token)
    {
        string? email = Claim(token, "email");
        return new AccessVerdict.Passed(email, email ?? Claim(token, "common_name"));
    }

    private static string? Claim(JsonWebToken token, string name) => token.TryGetPayloadValue(name, out string value) && value is { Length: > 0 } ? value : null;

    private static string ReasonOf(Exception? fault) => fault switch
    {
        SecurityTokenInvalidAudienceException => "the token is for another application",
        SecurityTokenInvalidIssuerException => "the token is from another team",
        SecurityTokenInvalidSignatureException => "the token's signature is wrong",
        _ => "the token is not valid",
    };
}
