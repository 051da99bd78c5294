using System.Collections.Immutable;
using EdgeStack.Routes.Rules;
using YamlDotNet.Core;

namespace EdgeStack.Routes.Middlewares;

internal static class IpAllowListReader
{
    private const string SourceRange = "sourceRange", RejectStatusCode = "rejectStatusCode";

    public static readonly MiddlewareKind Kind = new("ipAllowList", [SourceRange, RejectStatusCode], Read) { Protects = true, NotYet = ["ipStrategy"] };

    private static MiddlewareSpec.IpAllowList Read(MiddlewareOptions options)
    {
        const int Forbidden = 403, LeastStatus = 400, MostStatus = 599;
        ImmutableArray<AddressRange>.Builder ranges = ImmutableArray.CreateBuilder<AddressRange>();
        foreach ((string written, Mark at) in options.Texts(SourceRange))
        {
            if (AddressRange.TryParse(written, out AddressRange range))
                ranges.Add(range);
            else
                options.Report(SourceRange, at, $"'{written}' is neither an address nor a network", "write '192.0.2.7', '192.168.0.0/16' or '2001:db8::/32'");
        }

        int status = (int)options.Whole(RejectStatusCode, Forbidden, LeastStatus, MostStatus);
        options.Require(SourceRange, "'ipAllowList' has no 'sourceRange'", "add 'sourceRange: [192.168.0.0/16]'");
        options.RequireItems(SourceRange, "'sourceRange' allows nobody", "write 'sourceRange: [192.168.0.0/16]'");
        return new MiddlewareSpec.IpAllowList(new OptionList<AddressRange>(ranges.ToImmutable()), status);
    }
}
