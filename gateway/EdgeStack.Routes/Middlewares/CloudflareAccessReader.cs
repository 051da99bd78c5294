using System.Collections.Immutable;
using YamlDotNet.Core;

namespace EdgeStack.Routes.Middlewares;

internal static class CloudflareAccessReader
{
    private const string Team = "team", Audience = "audience", Audiences = "audiences", HeaderField = "headerField";

    private const string Domain = "cloudflareaccess.com", TeamFix = "write the name before '.cloudflareaccess.com': 'team: NAME'";

    private const string AudienceFix = "write the application's audience tag: 64 hexadecimal digits";

    private const int LongestLabel = 63, TagLength = 64;

    // Each request is compared with all of them.
    private const int MostAudiences = 32;

    public static readonly MiddlewareKind Kind = new("cloudflareAccess", [Team, Audience, Audiences, HeaderField], Read) { Protects = true };

    private static MiddlewareSpec.CloudflareAccess? Read(MiddlewareOptions options)
    {
        string? team = ReadTeam(options), field = options.Text(HeaderField);
        OptionList<string> audiences = ReadAudiences(options);
        if (field is { Length: > 0 } && (!HeaderSyntax.IsName(field) || HeaderSyntax.BelongsToConnection(field) || IsTaken(field)))
            options.Report(HeaderField, $"'{field}' is not the name of a header that can be set", null);
        return team is null || audiences.Count == 0 ? null
            : new MiddlewareSpec.CloudflareAccess(team, audiences) { HeaderField = field is { Length: > 0 } ? field : null };
    }

    // What routing and Cloudflare themselves say.
    private static bool IsTaken(string field) => field.Equals("Host", StringComparison.OrdinalIgnoreCase) || field.StartsWith("Cf-", StringComparison.OrdinalIgnoreCase);

    private static string? ReadTeam(MiddlewareOptions options)
    {
        options.Require(Team, "'cloudflareAccess' has no 'team', so nobody's signature would count", TeamFix);
        if (options.Text(Team) is not { } written)
            return null;
        string lower = written.ToLowerInvariant(), name = lower.EndsWith("." + Domain, StringComparison.Ordinal) ? lower[..^(Domain.Length + 1)] : lower;
        if (IsLabel(name))
            return name;
        options.Report(Team, $"'{written}' is not the name of a team", Meant(lower) is { } meant ? $"write 'team: {meant}'" : TeamFix);
        return null;
    }

    // It becomes a part of the address that keys are read from: nothing in it may lead anywhere else.
    private static bool IsLabel(string name) => name.Length is > 0 and <= LongestLabel && name[0] != '-' && name[^1] != '-'
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    // Somebody who copied the address of the login page means its first label.
    private static string? Meant(string written)
    {
        int scheme = written.IndexOf("://", StringComparison.Ordinal);
        string host = (scheme < 0 ? written : written[(scheme + 3)..]).Trim().Split('/', ':', '?')[0].TrimEnd('.');
        string name = host.EndsWith("." + Domain, StringComparison.Ordinal) ? host[..^(Domain.Length + 1)] : "";
        return IsLabel(name) ? name : null;
    }

    private static OptionList<string> ReadAudiences(MiddlewareOptions options)
    {
        if (options.Has(Audience) && options.Has(Audiences))
            options.Report(Audiences, "'audience' and 'audiences' cannot both stand in 'cloudflareAccess'", "write all tags into 'audiences'");
        if (!options.Has(Audiences))
            options.Require(Audience, "'cloudflareAccess' has no 'audience', so a login to any application of the team would do", "add 'audience: TAG', the application's audience tag");
        ImmutableArray<string>.Builder tags = ImmutableArray.CreateBuilder<string>();
        if (options.Text(Audience) is { } single && IsTag(options, Audience, single))
            tags.Add(single.ToLowerInvariant());
        foreach ((string tag, Mark at) in options.Texts(Audiences))
        {
            if (IsTag(options, Audiences, tag, at))
                tags.Add(tag.ToLowerInvariant());
        }

        options.RequireItems(Audiences, "'audiences' lets nobody in", AudienceFix);
        if (tags.Count > MostAudiences)
            options.Report(Audiences, $"'audiences' has {tags.Count} tags", $"write at most {MostAudiences}");
        return new OptionList<string>(tags.ToImmutable());
    }

    private static bool IsTag(MiddlewareOptions options, string option, string written, Mark? at = null)
    {
        if (written.Length == TagLength && written.All(char.IsAsciiHexDigit))
            return true;
        string message = $"'{written}' is not an audience tag";
        if (at is { } place)
            options.Report(option, place, message, AudienceFix);
        else
            options.Report(option, message, AudienceFix);
        return false;
    }
}
