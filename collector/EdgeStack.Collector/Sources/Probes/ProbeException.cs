namespace EdgeStack.Collector.Sources.Probes;

/// <summary>Ends a try; the message says why, in words for people.</summary>
internal sealed class ProbeException(string why) : Exception(why);
