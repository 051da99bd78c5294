using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Protocols;

/// <summary>What IP, ICMP, TCP and UDP counted, of /proc/net/netstat, snmp and snmp6.</summary>
internal sealed class ProtocolCounters : IHostReading
{
    // Longer than any name that is wanted.
    private const int LongestKey = 128;

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

    // By protocol and name, with _ between them.
    private readonly FamiliesByKey _families = new(FamilyOf);
    private readonly byte[] _key = new byte[LongestKey];

    public string Name => "netstat";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        bool any = false;
        foreach (string file in (string[])["netstat", "snmp"])
        {
            string path = roots.InProcNet(file);
            using KernelBytes pairs = KernelFile.ReadBytes(path);
            any |= pairs.Exists;
            AddPairs(path, pairs.Bytes, samples);
        }

        // Not there where IPv6 is switched off.
        string six = roots.InProcNet("snmp6");
        using KernelBytes lines = KernelFile.ReadBytes(six);
        AddLines(six, lines.Bytes, samples);
        return any ? SourceOutcome.Ok : new SourceOutcome.Failed($"{roots.InProcNet("snmp")} is missing");
    }

    /// <summary>A line of names, then a line of their values, both with the protocol before them.</summary>
    private void AddPairs(string path, ReadOnlySpan<byte> text, SampleWriter samples)
    {
        while (TryRow(ref text, out ReadOnlySpan<byte> names))
        {
            ReadOnlySpan<byte> protocol = KernelText.Word(ref names);
            _ = TryRow(ref text, out ReadOnlySpan<byte> values);
            if (!KernelText.Word(ref values).SequenceEqual(protocol) || CountWords(names) != CountWords(values))
            {
                samples.Report($"{path}: names and values of '{KernelFile.Shortened(protocol)}' do not match");
                continue;
            }

            while (KernelText.Word(ref names) is { IsEmpty: false } name)
                Add(path, protocol.TrimEnd((byte)':'), name, KernelText.Word(ref values), samples);
        }
    }

    /// <summary>A name and a value on every line, the protocol as far as the 6: <c>Ip6InReceives 7</c>.</summary>
    private void AddLines(string path, ReadOnlySpan<byte> text, SampleWriter samples)
    {
        while (KernelText.TryLine(ref text, out ReadOnlySpan<byte> line))
        {
            ReadOnlySpan<byte> name = KernelText.Word(ref line), value = KernelText.Word(ref line);
            int six = name.IndexOf((byte)'6');
            if (six >= 0 && !value.IsEmpty && KernelText.Word(ref line).IsEmpty)
                Add(path, name[..(six + 1)], name[(six + 1)..], value, samples);
        }
    }

    // The next line that has words.
    private static bool TryRow(ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> row)
    {
        while (KernelText.TryLine(ref text, out row))
        {
            ReadOnlySpan<byte> words = row;
            if (!KernelText.Word(ref words).IsEmpty)
                return true;
        }

        return false;
    }

    private static int CountWords(ReadOnlySpan<byte> line)
    {
        int count = 0;
        while (!KernelText.Word(ref line).IsEmpty)
            count++;
        return count;
    }

    private void Add(string path, ReadOnlySpan<byte> protocol, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, SampleWriter samples)
    {
        int length = protocol.Length + 1 + name.Length;
        if (length > LongestKey)
            return;
        protocol.CopyTo(_key);
        _key[protocol.Length] = (byte)'_';
        name.CopyTo(_key.AsSpan(protocol.Length + 1));
        ReadOnlySpan<byte> key = _key.AsSpan(0, length);
        if (_families.Of(key) is not { } family)
            return;
        if (KernelText.TryWhole(value, out double number) || KernelText.TryCount(value, out number))
            samples.Add(family, number);
        else
            samples.Report($"{path}: {KernelFile.Shortened(key)} '{KernelFile.Shortened(value)}' is not a number");
    }

    private static Family? FamilyOf(string key)
    {
        if (!IsWanted(key))
            return null;
        string name = $"node_netstat_{MetricName.Clean(key)}", help = $"{key} of the kernel's network counters.";
        return Gauges.Contains(key) ? Family.Untyped(name, help) : Family.UntypedCounter(name, help);
    }

    private static bool IsWanted(string key) => Wanted.Contains(key)
        || WantedBeginnings.Any(beginning => key.StartsWith(beginning, StringComparison.Ordinal)) || WantedEnds.Any(end => key.EndsWith(end, StringComparison.Ordinal));
}
