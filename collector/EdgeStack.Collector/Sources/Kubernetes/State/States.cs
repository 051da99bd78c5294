using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>Families that have a series for each state an object can be in: 1 for the one it is in, 0 for the others.</summary>
internal static class States
{
    private static readonly string[] Conditions = ["true", "false", "unknown"];

    /// <param name="samples">Where to.</param>
    /// <param name="family">Its last label is the state.</param>
    /// <param name="labels">The labels before.</param>
    /// <param name="current">The state; nothing is written when it is empty.</param>
    /// <param name="all">Every state.</param>
    public static void Write(SampleWriter samples, Family family, ReadOnlySpan<string> labels, string current, ReadOnlySpan<string> all)
    {
        if (current.Length == 0)
            return;
        foreach (string state in all)
            samples.Add(family, string.Equals(state, current, StringComparison.Ordinal) ? 1 : 0, [.. labels, state]);
    }

    /// <summary>A condition's status, which objects write with a capital letter and these families without.</summary>
    public static void WriteCondition(SampleWriter samples, Family family, ReadOnlySpan<string> labels, string status) => Write(samples, family, labels, status switch
    {
        "True" => "true",
        "False" => "false",
        _ => status.Length == 0 ? "" : "unknown",
    }, Conditions);
}
