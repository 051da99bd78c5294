using System.Text.Json.Nodes;

namespace EdgeStack.Gateway.Tests.Access;

/// <summary>What Cloudflare says of somebody who has logged in to the application <see cref="Audience"/> of the team <see cref="Team"/>.</summary>
internal static class AccessLogin
{
    public const string Team = "shop", Audience = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public const string Header = "Cf-Access-Jwt-Assertion";

    /// <summary>Claims that are right for a day from now on.</summary>
    public static JsonObject Claims(DateTimeOffset now, Action<JsonObject>? edit = null)
    {
        JsonObject claims = new()
        {
            ["aud"] = new JsonArray(Audience),
            ["email"] = "ann@example.com",
            ["exp"] = now.AddDays(1).ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["iss"] = $"https://{Team}.cloudflareaccess.com",
            ["type"] = "app",
            ["sub"] = "7335d417-61da-459d-899c-0a01c76a2f94",
        };
        edit?.Invoke(claims);
        return claims;
    }

    /// <summary>Those of a service that has a token of its own.</summary>
    public static JsonObject ServiceClaims(DateTimeOffset now) => Claims(now, claims =>
    {
        claims.Remove("email");
        claims["sub"] = "";
        claims["common_name"] = "e367826f93b8d71185e03fe518aad3b1.access";
    });
}
