using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Probes;

/// <summary>What a try found out, to be told when all are through: a writer belongs to one thread.</summary>
internal sealed class ProbeResult
{
    private readonly List<(Family Family, string? Label, double Value)> _found = [];

    /// <summary>Null when all was as it should be.</summary>
    public string? Problem { get; set; }

    public TimeSpan Took { get; set; }

    /// <summary>The end of the certificate that ends first; null when there was none.</summary>
    public DateTimeOffset? Expiry { get; set; }

    public void Add(Family family, double value, string? label = null) => _found.Add((family, label, value));

    /// <summary>Adds it to a source's samples.</summary>
    public void Tell(SampleWriter samples, ProbeIdentity of)
    {
        double success = Problem is null ? 1 : 0;
        Tell(samples, of, ProbeFamilies.Success, null, success);
        Tell(samples, of, ProbeFamilies.Duration, null, Took.TotalSeconds);
        foreach ((Family family, string? label, double value) in _found)
            Tell(samples, of, family, label, value);
        if (Expiry is { } end)
            Tell(samples, of, ProbeFamilies.Expiry, null, end.ToUnixTimeSeconds());
        if (of.PublicHost is not { } host)
            return;
        samples.Add(ProbeFamilies.HostSuccess, success, host);
        samples.Add(ProbeFamilies.HostDuration, Took.TotalSeconds, host);
        if (Expiry is { } last)
            samples.Add(ProbeFamilies.HostExpiry, last.ToUnixTimeSeconds(), host);
    }

    private static void Tell(SampleWriter samples, ProbeIdentity of, Family family, string? label, double value)
    {
        if (label is null)
            samples.Add(family, value, of.Probe, of.Instance, of.Via);
        else
            samples.Add(family, value, of.Probe, of.Instance, of.Via, label);
    }
}
