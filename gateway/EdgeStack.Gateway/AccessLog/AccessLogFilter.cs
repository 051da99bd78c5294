using EdgeStack.Gateway.Settings;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>
/// Which requests are logged. What a rule excludes never is; of the rest, a sample and whatever somebody will look for: failures,
/// refusals and slow ones.
/// </summary>
internal sealed class AccessLogFilter(GatewayOptions options)
{
    private const int FirstServerError = 500;

    private readonly AccessLogOptions _options = options.AccessLog;

    /// <summary>True when the request must not be kept anywhere, with the log on or off.</summary>
    /// <param name="request">The request as it was when its route was looked up.</param>
    /// <param name="ofRoute">The route's own rule; null when it has none.</param>
    public bool Excludes(in RequestFacts request, RuleNode? ofRoute) =>
        (_options.Exclude is { } rule && rule.Matches(request)) || (ofRoute is not null && ofRoute.Matches(request));

    /// <summary>Decides for a request that has ended, and marks it when it stands for others as well.</summary>
    public bool Keeps(AccessRecord record)
    {
        if (!_options.Enabled || record.IsExcluded)
            return false;
        if (_options.Sample >= 1 || record.Status >= FirstServerError || record.Error is not null || record.Duration >= _options.Slow)
            return true;
        if (Random.Shared.NextDouble() >= _options.Sample)
            return false;
        record.SampledAt = _options.Sample;
        return true;
    }
}
