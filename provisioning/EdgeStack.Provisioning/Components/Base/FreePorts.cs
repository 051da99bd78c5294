using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Base;

/// <summary>Whether another program has the port of a server that is to run here: it would not start, after all else was done. Changes nothing.</summary>
/// <param name="wanted">Each port with the programs that may have it; none are those that belong to the kernel.</param>
internal sealed class FreePorts(ImmutableArray<(int Port, ImmutableArray<string> Programs)> wanted) : IStep
{
    // PORT users:(("NAME",pid=N,fd=N),…); a server in the kernel has no process.
    private static readonly FactQuery.Command Listeners = new("ss -Hlntp 2>/dev/null | awk '{ n = split($4, part, \":\"); print part[n], $6 }'");

    public string Name => "base.ports";

    public string Title => "ports that servers need are free";

    public ImmutableArray<FactQuery> Queries => [Listeners];

    /// <param name="node">A node.</param>
    /// <param name="cluster">The cluster.</param>
    /// <returns>Null where no server of ours is to run.</returns>
    public static FreePorts? Of(Node node, Cluster cluster)
    {
        List<(int, ImmutableArray<string>)> wanted = [];
        if (cluster.Database?.Node == node.Name)
            wanted.Add((3306, ["mariadbd", "mysqld"]));
        if (cluster.Storage?.Node == node.Name)
            wanted.Add((2049, ["ganesha.nfsd"]));
        return wanted.Count == 0 ? null : new FreePorts([.. wanted]);
    }

    public StepOutcome Judge(NodeFacts facts)
    {
        foreach (string line in facts[Listeners].Lines)
        {
            if (line.Split(' ') is not [var number, var users] || !int.TryParse(number, CultureInfo.InvariantCulture, out int port) || users.Split('"') is not [_, var program, ..])
                continue;
            if (wanted.Any(one => one.Port == port && !one.Programs.Contains(program)))
                return new StepOutcome.Blocked($"port {port} belongs to {program}", $"`sudo ss -lntp sport = :{port}` on {facts.Node.Name} shows its process: stop it for good, or give the role to another node");
        }

        return StepOutcome.Unchanged.Instance;
    }
}
