using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Serving;

/// <summary>The tunnel has no connection to Cloudflare: nobody outside reaches anything.</summary>
internal sealed class TunnelDown : ICondition
{
    private const string Ready = "edgestack_tunnel_ready_connections";
    private const string Enabled = "edgestack_tunnel_enabled";

    public ConditionTerms Terms { get; } = new("tunnel_down", Severity.Critical)
    {
        Families = [Ready, Enabled],
        Bad = "a tunnel is wanted, and none of its connections stands",
        Holds = TimeSpan.FromMinutes(2),
        EndsAfter = TimeSpan.FromMinutes(2),
        Sentence = "The tunnel of {where} is down, and all public hosts are offline. Look at the router and the Internet connection, then at the gateway's log.",
    };

    public IEnumerable<Finding> Judge(FreshBoard board)
    {
        foreach (SourceReading source in board.Sources)
        {
            if (source.Value(Enabled) is > 0 && source.Value(Ready) is { } ready)
                yield return new Finding(source.Subject(), ready > 0 ? Standing.Good : Standing.Bad);
        }
    }
}
