namespace EdgeStack.Routes.Middlewares;

internal static class RateLimitReader
{
    private const string Average = "average", Period = "period", Burst = "burst", SourceCriterion = "sourceCriterion";
    private const string RequestHeaderName = "requestHeaderName", RequestHost = "requestHost";

    // Far above what a gateway serves; below it the bucket's arithmetic is exact.
    private const long Most = 1_000_000_000_000;

    public static readonly MiddlewareKind Kind = new("rateLimit", [Average, Period, Burst, SourceCriterion], Read) { Protects = true, NotYet = ["redis"] };

    private static readonly MiddlewareKind Criterion = new(SourceCriterion, [RequestHeaderName, RequestHost], _ => null) { Protects = true, NotYet = ["ipStrategy"] };

    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(366);

    private static MiddlewareSpec.RateLimit Read(MiddlewareOptions options)
    {
        options.Require(Average, "'rateLimit' has no 'average', so it would limit nothing", "add 'average: 10'");
        long average = options.Whole(Average, 0, 0, Most);
        TimeSpan period = options.Duration(Period, TimeSpan.FromSeconds(1), LongestPeriod);
        long burst = options.Whole(Burst, 1, 0, Most);
        // As in Traefik a burst of 0 is the default.
        return new MiddlewareSpec.RateLimit(average, period, Math.Max(burst, 1), ReadSource(options));
    }

    private static RateSource ReadSource(MiddlewareOptions options)
    {
        if (options.Within(SourceCriterion, Criterion) is not { } criterion)
            return RateSource.Address;
        criterion.CheckNames();
        bool byHost = criterion.Flag(RequestHost);
        if (criterion.Text(RequestHeaderName) is not { } header)
            return byHost ? new RateSource(RateSourceKind.Host) : RateSource.Address;
        if (!HeaderSyntax.IsName(header))
            criterion.Report(RequestHeaderName, $"'{header}' is not the name of a header", null);
        if (byHost)
            criterion.Report(RequestHost, "'requestHost' and 'requestHeaderName' cannot both stand in 'sourceCriterion'", "keep one of them");
        return new RateSource(RateSourceKind.Header, header);
    }
}
