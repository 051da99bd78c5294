namespace EdgeStack.Collector.Sources.Probes;

/// <summary>What a DNS server is asked for; the numbers are those of the protocol.</summary>
internal enum DnsType
{
    A = 1,
    Ns = 2,
    Cname = 5,
    Soa = 6,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
}
