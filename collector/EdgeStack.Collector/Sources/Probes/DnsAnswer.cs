namespace EdgeStack.Collector.Sources.Probes;

/// <summary>What a DNS server answered.</summary>
/// <param name="Code">0 when there is no error.</param>
/// <param name="Answers">Records that answer the question.</param>
/// <param name="Authorities">Records that say who knows.</param>
/// <param name="Additional">Other records.</param>
internal sealed record DnsAnswer(int Code, int Answers, int Authorities, int Additional);
