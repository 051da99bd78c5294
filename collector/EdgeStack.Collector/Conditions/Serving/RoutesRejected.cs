using System.Globalization;
using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Serving;

/// <summary>Route documents have mistakes: the gateway still serves what was good before.</summary>
internal sealed class RoutesRejected : ICondition
{
    private const string Successful = "edgestack_gateway_config_last_reload_successful";
    private const string Problems = "edgestack_gateway_route_problems";

    public ConditionTerms Terms { get; } = new("route_problems", Severity.Warning)
    {
        Families = [Successful, Problems],
        Bad = "a change was rejected, or there are errors in route documents",
        Holds = TimeSpan.FromMinutes(5),
        Sentence = "The gateway {where} refuses a change of its routes ({value}) and serves the last good ones. The admin API's problems, or the Events of the ConfigMap, name the line.",
    };

    public IEnumerable<Finding> Judge(FreshBoard board)
    {
        foreach (SourceReading source in board.Sources)
        {
            if (source.Value(Successful) is not { } successful)
                continue;
            double errors = source.Values(Problems).Where(sample => sample["severity"] == "error").Sum(sample => sample.Value);
            yield return new Finding(source.Subject(), successful > 0 && errors <= 0 ? Standing.Good : Standing.Bad, errors == 1 ? "1 error" : string.Create(CultureInfo.InvariantCulture, $"{errors} errors"));
        }
    }
}
