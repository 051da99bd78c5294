using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using EdgeStack.Provisioning.Faults;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Execution;

/// <summary>The nodes of one run: opened, asked, and worked on, all at the same time.</summary>
/// <param name="nodes">Those that the run is about.</param>
/// <param name="planner">What they should be.</param>
/// <param name="open">Opens a shell on a node.</param>
/// <param name="time">The clock.</param>
internal sealed class ClusterRun(ImmutableArray<Node> nodes, Planner planner, Func<Node, CancellationToken, Task<IRemoteShell>> open, TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, IRemoteShell> _shells = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TimeSpan> _took = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RemoteFault> _faults = new(StringComparer.Ordinal);

    public ImmutableArray<Node> Nodes => nodes;

    public Planner Planner => planner;

    /// <summary>What keeps us from a node, by its name.</summary>
    public IReadOnlyDictionary<string, RemoteFault> Faults => _faults;

    /// <summary>How long the steps of a node took, by its name.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Took => _took;

    /// <summary>Nodes that could be reached, and can still.</summary>
    public ImmutableArray<Node> Reached => [.. nodes.Where(node => _shells.ContainsKey(node.Name) && !_faults.ContainsKey(node.Name))];

    /// <summary>What was exchanged with all nodes.</summary>
    public RemoteTraffic Traffic => _shells.Values.Select(shell => shell.Traffic)
        .Aggregate(default(RemoteTraffic), (sum, one) => new RemoteTraffic(sum.RoundTrips + one.RoundTrips, sum.BytesSent + one.BytesSent, sum.BytesReceived + one.BytesReceived));

    public async Task OpenAsync(CancellationToken stop) => await EachAsync(nodes, async node => _shells[node.Name] = await open(node, stop));

    /// <summary>Takes the lock of every node that could be reached.</summary>
    /// <returns>Who has it, by node; empty when all are ours.</returns>
    public async Task<ImmutableSortedDictionary<string, string>> LockAsync(string owner, bool isForced, CancellationToken stop)
    {
        ConcurrentDictionary<string, string> held = new(StringComparer.Ordinal);
        await EachAsync(Reached, async node =>
        {
            if (await ClusterLock.TakeAsync(_shells[node.Name], owner, isForced, stop) is { } other)
                held[node.Name] = other;
        });
        return held.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <summary>Asks every node that could be reached all that the plan has to know, in one round trip each.</summary>
    public async Task<FrozenDictionary<string, Facts>> AskAsync(CancellationToken stop)
    {
        ConcurrentDictionary<string, Facts> facts = new(StringComparer.Ordinal);
        await EachAsync(Reached, async node =>
        {
            FactScript questions = planner.Questions(node);
            DateTimeOffset begin = time.GetUtcNow();
            RemoteReply reply = await _shells[node.Name].RunAsync(new RemoteScript(questions.Text, questions.Limit), stop);
            try
            {
                facts[node.Name] = questions.Read(reply.Text, (begin, time.GetUtcNow()));
            }
            catch (FormatException foreign)
            {
                throw new RemoteException(new RemoteFault(FaultCode.Unanswered, foreign.Message, reply.Error.Length > 0 ? $"it said: {reply.Error.TrimEnd('\n')}" : $"try `ssh {node.Address} true`"));
            }
        });
        return facts.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Does what the plan says.</summary>
    /// <returns>What came of each step, by node.</returns>
    public async Task<FrozenDictionary<string, ImmutableArray<StepResult>>> ApplyAsync(RunTerms terms, Plan plan, FrozenDictionary<string, Facts> facts, Action<StepEvent> tell, CancellationToken stop)
    {
        ConcurrentDictionary<string, ImmutableArray<StepResult>> results = new(StringComparer.Ordinal);
        StepGates gates = new(plan);
        await EachAsync(Reached, async node =>
        {
            long start = time.GetTimestamp();
            HostRun host = new(terms, node, _shells[node.Name], fresh => open(node, fresh), tell, time);
            try
            {
                results[node.Name] = await host.RunAsync([.. plan.Steps.Where(step => step.Node == node)], facts, gates, stop);
            }
            finally
            {
                gates.End(node.Name);
            }

            _took[node.Name] = time.GetElapsedTime(start);
        });
        return results.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>A new connection to a node, for what might have locked us out.</summary>
    public Task<IRemoteShell> ReopenAsync(Node node, CancellationToken stop) => open(node, stop);

    /// <summary>Runs something on every node that can be reached, all at the same time.</summary>
    public async Task<FrozenDictionary<string, T>> EachAsync<T>(Func<Node, IRemoteShell, Task<T>> work)
    {
        ConcurrentDictionary<string, T> results = new(StringComparer.Ordinal);
        await EachAsync(Reached, async node => results[node.Name] = await work(node, _shells[node.Name]));
        return results.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_shells.Values.Select(shell => shell.DisposeAsync().AsTask()));

    private async Task EachAsync(ImmutableArray<Node> these, Func<Node, Task> work) => await Task.WhenAll(these.Select(async node =>
    {
        try
        {
            await work(node);
        }
        catch (RemoteException fault)
        {
            _faults[node.Name] = fault.Fault;
        }
    }));
}
