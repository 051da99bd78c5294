using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Protocols;

/// <summary>What IP, ICMP, TCP and UDP counted, of /proc/net/netstat, snmp and snmp6.</summary>
internal sealed class ProtocolCounters : IHostReading
{
    // Kernels count some hundred things; these are the ones that node_exporter shows, and Tcp_MaxConn, which the best known dashboard asks for in addition.
    private static readonly HashSet<string> Wanted =
    [
        "Ip_Forwarding", "Ip6_InOctets", "Ip6_OutOctets", "IpExt_InOctets", "IpExt_OutOctets",
        "Icmp_InMsgs", "Icmp_OutMsgs", "Icmp6_InMsgs", "Icmp6_OutMsgs",
        "TcpExt_TCPSynRetrans", "TcpExt_TCPTimeouts", "TcpExt_TCPOFOQueue", "TcpExt_TCPRcvQDrop",
        "Tcp_ActiveOpens", "Tcp_PassiveOpens", "Tcp_InSegs", "Tcp_OutSegs", "Tcp_OutRsts", "Tcp_RetransSegs", "Tcp_CurrEstab", "Tcp_MaxConn",
        "Udp_InDatagrams", "Udp_OutDatagrams", "Udp_NoPorts", "Udp_RcvbufErrors", "Udp_SndbufErrors",
        "Udp6_InDatagrams", "Udp6_OutDatagrams", "Udp6_NoPorts", "Udp6_RcvbufErrors", "Udp6_SndbufErrors",
    ];

    private static readonly string[] WantedBeginnings = ["TcpExt_Listen", "TcpExt_Syncookies"];
    private static readonly string[] WantedEnds = ["_InErrors", "_InErrs"];

    private static readonly HashSet<string> Gauges = ["Ip_Forwarding", "Tcp_CurrEstab", "Tcp_MaxConn"];

    private readonly Dictionary<string, Family> _families = [];

    public string Name => "netstat";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        bool any = false;
        foreach (string file in (string[])["netstat", "snmp"])
        {
            string path = roots.InProcNet(file);
            if (KernelFile.Read(path) is not { } text)
                continue;
            any = true;
            AddPairs(path, text, samples);
        }

        // Not there where IPv6 is switched off.
        string six = roots.InProcNet("snmp6");
        if (KernelFile.Read(six) is { } lines)
            AddLines(six, lines, samples);
        return any ? SourceOutcome.Ok : new SourceOutcome.Failed($"{roots.InProcNet("snmp")} is missing");
    }

    /// <summary>A line of names, then a line of their values, both with the protocol before them.</summary>
    private void AddPairs(string path, string text, SampleWriter samples)
    {
        foreach (string[][] pair in KernelText.Rows(text).Chunk(2))
        {
            if (pair.Length < 2 || pair[0].Length != pair[1].Length || pair[0][0] != pair[1][0])
            {
                samples.Report($"{path}: names and values of '{KernelFile.Shortened(pair[0][0])}' do not match");
                continue;
            }

            string protocol = pair[0][0].TrimEnd(':');
            for (int i = 1; i < pair[0].Length; i++)
                Add(path, $"{protocol}_{pair[0][i]}", pair[1][i], samples);
        }
    }

    /// <summary>A name and a value on every line, the protocol as far as the 6: <c>Ip6InReceives 7</c>.</summary>
    private void AddLines(string path, string text, SampleWriter samples)
    {
        foreach (string[] words in KernelText.Rows(text))
        {
            int six = words[0].IndexOf('6', StringComparison.Ordinal);
            if (six >= 0 && words.Length == 2)
                Add(path, $"{words[0][..(six + 1)]}_{words[0][(six + 1)..]}", words[1], samples);
        }
    }

    private void Add(string path, string key, string value, SampleWriter samples)
    {
        if (!IsWanted(key))
            return;
        if (!KernelText.TryWhole(value, out double number) && !KernelText.TryCount(value, out number))
        {
            samples.Report($"{path}: {KernelFile.Shortened(key)} '{KernelFile.Shortened(value)}' is not a number");
            return;
        }

        if (!_families.TryGetValue(key, out Family? family))
        {
            string name = $"node_netstat_{MetricName.Clean(key)}", help = $"{key} of the kernel's network counters.";
            _families[key] = family = Gauges.Contains(key) ? Family.Untyped(name, help) : Family.UntypedCounter(name, help);
        }

        samples.Add(family, number);
    }

    private static bool IsWanted(string key) => Wanted.Contains(key)
        || WantedBeginnings.Any(beginning => key.StartsWith(beginning, StringComparison.Ordinal)) || WantedEnds.Any(end => key.EndsWith(end, StringComparison.Ordinal));
}
