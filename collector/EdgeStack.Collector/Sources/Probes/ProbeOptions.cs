namespace EdgeStack.Collector.Sources.Probes;

/// <summary>Something that is tried.</summary>
internal sealed class ProbeOptions
{
    /// <summary>As it stands in the label <c>probe</c>.</summary>
    public string Name { get; set; } = "";

    public ProbeKind Kind { get; set; }

    /// <summary>A URL for <see cref="ProbeKind.Http"/>, else <c>host:port</c>.</summary>
    public string Target { get; set; } = "";

    /// <summary>The target as it is shown and logged: without a query, which may hold a key.</summary>
    public string ShownTarget => Shown(Target);

    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The most that a try may take in all.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A file with certificates (PEM) that the target's certificate is signed with; the machine's own when null.</summary>
    public string? CaFile { get; set; }

    /// <summary>The host to ask for, when it is not the one of the URL.</summary>
    public string? HostHeader { get; set; }

    /// <summary>Statuses that are right; none means 200 to 299.</summary>
    public IReadOnlyList<int> Status { get; set; } = [];

    /// <summary>How many redirects are followed.</summary>
    public int Redirects { get; set; } = 5;

    /// <summary>A text that the answer must hold in its first MiB.</summary>
    public string? Contains { get; set; }

    /// <summary>The public host that this is a try of, for <c>edgestack_probe_*</c>.</summary>
    public string? PublicHost { get; set; }

    /// <summary>The name that a DNS server is asked for.</summary>
    public string DnsName { get; set; } = "";

    public DnsType DnsType { get; set; } = DnsType.A;

    /// <summary>A URL without its query.</summary>
    public static string Shown(string url) => url.AsSpan().IndexOfAny('?', '#') is >= 0 and var end ? url[..end] : url;

    /// <summary>What is wrong with it, in sentences.</summary>
    public IEnumerable<string> Problems()
    {
        if (Name.Length == 0)
            yield return "a probe has no name";
        if (Kind == ProbeKind.Http && !(Uri.TryCreate(Target, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0))
            yield return $"the probe '{Name}' has no URL that begins with http:// or https:// and holds no password";
        if (Kind != ProbeKind.Http && ProbeEnd.Read(Target) is null)
            yield return $"the probe '{Name}' has no target like host:port";
        if (Kind == ProbeKind.Dns && DnsQuery.Question(0, DnsName, DnsType) is null)
            yield return $"the probe '{Name}' asks for a name that DNS cannot have";
        if (Every <= TimeSpan.Zero || Timeout <= TimeSpan.Zero || Timeout > Every)
            yield return $"the probe '{Name}' must have a time limit of more than 0 that is not longer than the time between two tries";
    }
}
