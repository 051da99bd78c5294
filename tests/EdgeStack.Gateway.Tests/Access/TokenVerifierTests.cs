using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CsCheck;
using EdgeStack.Gateway.Access;

namespace EdgeStack.Gateway.Tests.Access;

public sealed class TokenVerifierTests
{
    // Made once: it takes far longer than a test.
    private static readonly SigningKey Key = new("first"), Stranger = new("first");

    [Fact]
    public async Task HD_10_a_token_that_Cloudflare_has_made_for_this_application_is_believed_and_names_who_it_is()
    {
        await using AccessFixture access = await AccessFixture.StartAsync(Key);
        Assert.Equal(new AccessVerdict.Passed("ann@example.com", "ann@example.com"), await access.JudgeAsync(Key.Sign(AccessLogin.Claims(access.Now))));
        Assert.Equal(new AccessVerdict.Passed(null, "e367826f93b8d71185e03fe518aad3b1.access"), await access.JudgeAsync(Key.Sign(AccessLogin.ServiceClaims(access.Now))));
        Assert.Equal(new AccessVerdict.Passed(null, null), await access.JudgeAsync(Key.Sign(AccessLogin.Claims(access.Now, claims => claims.Remove("email")))));
    }

    [Theory]
    [InlineData("one tag as a text", true)]
    [InlineData("among other tags", true)]
    [InlineData("ended 59 seconds ago", true)]
    [InlineData("ended 60 seconds ago", false)]
    [InlineData("begins in 60 seconds", true)]
    [InlineData("begins in 61 seconds", false)]
    [InlineData("no beginning", true)]
    public async Task HD_10_what_may_differ_and_how_far_clocks_may_be_apart_is_bounded(string token, bool passes)
    {
        await using AccessFixture access = await AccessFixture.StartAsync(Key);
        JsonObject claims = AccessLogin.Claims(access.Now, claims => _ = token switch
        {
            "one tag as a text" => claims["aud"] = AccessLogin.Audience,
            "among other tags" => claims["aud"] = new JsonArray(new string('a', 64), AccessLogin.Audience),
            "ended 59 seconds ago" => claims["exp"] = access.Now.AddSeconds(-59).ToUnixTimeSeconds(),
            "ended 60 seconds ago" => claims["exp"] = access.Now.AddSeconds(-60).ToUnixTimeSeconds(),
            "begins in 60 seconds" => claims["nbf"] = access.Now.AddSeconds(60).ToUnixTimeSeconds(),
            "begins in 61 seconds" => claims["nbf"] = access.Now.AddSeconds(61).ToUnixTimeSeconds(),
            _ => claims.Remove("nbf"),
        });
        Assert.Equal(passes, await access.JudgeAsync(Key.Sign(claims)) is AccessVerdict.Passed);
    }

    [Theory]
    [InlineData("missing", "no token")]
    [InlineData("empty", "the token is malformed")]
    [InlineData("no token at all", "the token is malformed")]
    [InlineData("encrypted", "the token is malformed")]
    [InlineData("no JSON inside", "the token is malformed")]
    [InlineData("two headers", "more than one token")]
    [InlineData("two tokens in one header", "the token is malformed")]
    [InlineData("a blank in the signature", "the token is malformed")]
    [InlineData("a tab at the end", "the token is malformed")]
    [InlineData("padding", "the token is malformed")]
    [InlineData("64 KiB", "the token is too long")]
    [InlineData("alg none", "the token is not signed with RS256")]
    [InlineData("alg none with a signature", "the token is not signed with RS256")]
    [InlineData("HS256 with the public key", "the token is not signed with RS256")]
    [InlineData("HS256 with the public key, said to be RS256", "the token's signature is wrong")]
    [InlineData("RS512", "the token is not signed with RS256")]
    [InlineData("PS256", "the token is not signed with RS256")]
    [InlineData("a stranger's key of the same name", "the token's signature is wrong")]
    [InlineData("a stranger's key inside", "the token's signature is wrong")]
    [InlineData("a signature of another token", "the token's signature is wrong")]
    [InlineData("unknown kid", "the token is signed with a key that its team does not have")]
    [InlineData("no kid", "the token names no key")]
    [InlineData("expired", "the token has expired")]
    [InlineData("no exp", "the token has no end")]
    [InlineData("nbf in the future", "the token is not valid yet")]
    [InlineData("another application", "the token is for another application")]
    [InlineData("no audience", "the token is for another application")]
    [InlineData("the audience and more", "the token is for another application")]
    [InlineData("issuer with the right suffix", "the token is from another team")]
    [InlineData("issuer with the right prefix", "the token is from another team")]
    [InlineData("issuer with a slash", "the token is from another team")]
    [InlineData("issuer in capitals", "the token is from another team")]
    [InlineData("another team", "the token is from another team")]
    [InlineData("no issuer", "the token is from another team")]
    public async Task HD_10_anything_else_is_refused_with_a_reason_that_repeats_nothing_of_it(string token, string why)
    {
        await using AccessFixture access = await AccessFixture.StartAsync(Key);
        Assert.Equal(new AccessVerdict.Refused(why), await access.JudgeAsync(Lines(token, access.Now)));
    }

    [Fact]
    public async Task HD_10_a_token_with_any_character_changed_added_or_missing_is_refused()
    {
        await using AccessFixture access = await AccessFixture.StartAsync(Key);
        string token = Key.Sign(AccessLogin.Claims(access.Now));
        Assert.IsType<AccessVerdict.Passed>(await access.JudgeAsync(token));
        Gen<char> letter = Gen.OneOf(Gen.Char[' ', '~'], Gen.Char.AlphaNumeric, Gen.Const('-'), Gen.Const('_'), Gen.Const('='));
        // The last letters more often than others: they have bits that belong to no byte.
        Gen<int> place = Gen.OneOf(Gen.Int[0, token.Length - 1], Gen.Int[token.Length - 4, token.Length - 1]);
        await Gen.Select(place, letter, Gen.Int[0, 3]).SampleAsync(async (at, other, kind) =>
        {
            string changed = kind switch
            {
                0 => string.Concat(token.AsSpan(0, at), [other], token.AsSpan(at + 1)),
                1 => token.Remove(at, 1),
                2 => token[..at],
                _ => token.Insert(at + 1, other.ToString()),
            };
            if (changed != token)
                Assert.IsType<AccessVerdict.Refused>(await access.JudgeAsync(changed));
        }, iter: 2000);
    }

    [Fact]
    public async Task HD_10_any_other_last_letter_of_a_signature_is_refused()
    {
        await using AccessFixture access = await AccessFixture.StartAsync(Key);
        string token = Key.Sign(AccessLogin.Claims(access.Now));
        foreach (char other in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".Where(letter => letter != token[^1]))
            Assert.IsType<AccessVerdict.Refused>(await access.JudgeAsync(token[..^1] + other));
    }

    private static string[] Lines(string token, DateTimeOffset now) => token switch
    {
        "missing" => [],
        "empty" => [""],
        "no token at all" => ["null"],
        "encrypted" => ["a.b.c.d.e"],
        "no JSON inside" => ["YWJj.YWJj.YWJj"],
        "two headers" => [Right(now), Right(now)],
        "two tokens in one header" => [$"{Right(now)}, {Right(now)}"],
        "a blank in the signature" => [Right(now).Insert(Right(now).Length - 4, " ")],
        "a tab at the end" => [Right(now) + "\t"],
        "padding" => [Right(now) + "=="],
        "64 KiB" => [Key.Sign(AccessLogin.Claims(now, claims => claims["groups"] = new string('g', 64 * 1024)))],
        "alg none" => [Key.Sign(AccessLogin.Claims(now), header => header["alg"] = "none", _ => [])],
        "alg none with a signature" => [Key.Sign(AccessLogin.Claims(now), header => header["alg"] = "none")],
        "HS256 with the public key" => [Key.Sign(AccessLogin.Claims(now), header => header["alg"] = "HS256", text => HMACSHA256.HashData(Key.PublicPem, text))],
        "HS256 with the public key, said to be RS256" => [Key.Sign(AccessLogin.Claims(now), null, text => HMACSHA256.HashData(Key.PublicPem, text))],
        "RS512" => [Key.Sign(AccessLogin.Claims(now), header => header["alg"] = "RS512", text => Key.SignWith(text, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1))],
        "PS256" => [Key.Sign(AccessLogin.Claims(now), header => header["alg"] = "PS256", text => Key.SignWith(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pss))],
        "a stranger's key of the same name" => [Stranger.Sign(AccessLogin.Claims(now))],
        "a stranger's key inside" => [Stranger.Sign(AccessLogin.Claims(now), header => header["jwk"] = Stranger.Published())],
        "a signature of another token" => [$"{Right(now)[..Right(now).LastIndexOf('.')]}.{Key.Sign(AccessLogin.Claims(now, claims => claims["email"] = "eve@example.com")).Split('.')[2]}"],
        "unknown kid" => [Key.Sign(AccessLogin.Claims(now), header => header["kid"] = "second")],
        "no kid" => [Key.Sign(AccessLogin.Claims(now), header => header.Remove("kid"))],
        _ => [Key.Sign(AccessLogin.Claims(now, claims => Spoil(claims, token, now)))],
    };

    private static void Spoil(JsonObject claims, string token, DateTimeOffset now) => _ = token switch
    {
        "expired" => claims["exp"] = now.AddHours(-1).ToUnixTimeSeconds(),
        "no exp" => claims.Remove("exp"),
        "nbf in the future" => claims["nbf"] = now.AddHours(1).ToUnixTimeSeconds(),
        "another application" => claims["aud"] = new JsonArray(new string('a', 64)),
        "no audience" => claims.Remove("aud"),
        "the audience and more" => claims["aud"] = AccessLogin.Audience + "/",
        "issuer with the right suffix" => claims["iss"] = "https://evilcloudflareaccess.com",
        "issuer with the right prefix" => claims["iss"] = "https://shop.cloudflareaccess.com.evil.example",
        "issuer with a slash" => claims["iss"] = "https://shop.cloudflareaccess.com/",
        "issuer in capitals" => claims["iss"] = "https://SHOP.cloudflareaccess.com",
        "another team" => claims["iss"] = "https://evil.cloudflareaccess.com",
        "no issuer" => claims.Remove("iss"),
        _ => throw new ArgumentException($"nobody has said what '{token}' is", nameof(token)),
    };

    private static string Right(DateTimeOffset now) => Key.Sign(AccessLogin.Claims(now));
}
