using System.Collections.Immutable;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Table;

/// <summary>The order in which routes are tried: priority, specificity, age, namespace, name, place. Total, so that no restart changes an answer.</summary>
internal static class RouteOrder
{
    /// <param name="a">A route.</param>
    /// <param name="specificityOfA">Of its rule, which is not counted anew at every comparison.</param>
    /// <param name="b">Another route.</param>
    /// <param name="specificityOfB">Of its rule.</param>
    public static int Compare(Route a, int specificityOfA, Route b, int specificityOfB)
    {
        int order = b.Priority.CompareTo(a.Priority);
        if (order == 0)
            order = specificityOfB.CompareTo(specificityOfA);
        if (order == 0)
            order = a.Age.CompareTo(b.Age);
        if (order == 0)
            order = string.CompareOrdinal(a.Namespace, b.Namespace);
        if (order == 0)
            order = string.CompareOrdinal(a.Name.Value, b.Name.Value);
        if (order == 0)
            order = string.CompareOrdinal(a.Where.File, b.Where.File);
        return order == 0 ? a.Where.Line.CompareTo(b.Where.Line) : order;
    }

    /// <summary>What decides between two routes, for people: the first difference that <see cref="Compare"/> comes to.</summary>
    public static string Why(Route winner, Route next) => winner switch
    {
        _ when winner.Priority != next.Priority => $"its priority {winner.Priority} is higher than {next.Priority} of '{next.Name}'",
        _ when winner.Rule.Specificity != next.Rule.Specificity => $"its priority {winner.Priority} is that of '{next.Name}', and its rule has more conditions",
        _ when winner.Age.CompareTo(next.Age) != 0 => $"its priority and number of conditions are those of '{next.Name}', and its object is older",
        _ => $"it equals '{next.Name}' in priority, conditions and age, and comes first by namespace, name and place",
    };

    /// <summary>Routes with the very rule of an earlier one, and those whose hosts earlier ones take with whatever is asked there.</summary>
    /// <param name="inOrder">Each with the text of its rule and the hosts that it requires.</param>
    public static ImmutableArray<Problem> Shadowed(IEnumerable<(Route Route, string RuleText, ImmutableArray<HostPattern> Hosts)> inOrder)
    {
        int capacity = inOrder.TryGetNonEnumeratedCount(out int count) ? count : 0;
        Dictionary<string, Route> first = new(capacity, StringComparer.Ordinal);
        TakenHosts taken = new(capacity);
        ImmutableArray<Problem>.Builder problems = ImmutableArray.CreateBuilder<Problem>();
        foreach ((Route route, string rule, ImmutableArray<HostPattern> hosts) in inOrder)
        {
            if (route.Quarantine is not null)
                continue;
            if (!first.TryAdd(rule, route))
                problems.Add(Shadow(route, $"'{first[rule].Name}' ({first[rule].Where}) has the same rule and comes first", "give one of them a narrower rule or another priority"));
            else if (taken.By(hosts) is [var before, .. var others])
                problems.Add(Shadow(route, Taking(before, others.Length) + $", because {Why(before, route)}", $"give it a 'priority:' above {before.Priority}, or take its hosts out of '{before.Name}'"));
            taken.Add(route);
        }

        return problems.ToImmutable();
    }

    private static string Taking(Route before, int others) => $"'{before.Name}' ({before.Where}) " + (others == 0 ? "takes every request for its hosts and comes first"
        : $"and {others} other {(others == 1 ? "route" : "routes")} take every request for its hosts and come first");

    private static Problem Shadow(Route route, string message, string fix) =>
        new(Severity.Warning, route.Where, $"route '{route.Name}' never gets a request: {message}", fix) { Kind = ProblemKind.Shadow };
}
