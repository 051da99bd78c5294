using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Conditions.Judging;

/// <summary>A sample with whom it speaks of.</summary>
internal readonly record struct MeasuredValue(SourceReading Source, Sample Sample)
{
    public double Value => Sample.Value;

    /// <summary>The value of a label; empty when there is none.</summary>
    public string this[string label] => Sample.Series.Label(label);

    /// <summary>The subject of a finding about what a label names.</summary>
    public string Subject(string label) => Source.Subject(this[label]);
}
