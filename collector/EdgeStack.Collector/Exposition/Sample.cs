namespace EdgeStack.Collector.Exposition;

/// <summary>A series at one moment.</summary>
internal readonly record struct Sample(Series Series, double Value);
