namespace EdgeStack.Collector.Sources.Probes;

/// <summary>How something is tried from outside.</summary>
internal enum ProbeKind
{
    /// <summary>A request to a URL.</summary>
    Http,

    /// <summary>A connection to <c>host:port</c>.</summary>
    Tcp,

    /// <summary>A TLS connection to <c>host:port</c>: its certificate.</summary>
    Certificate,

    /// <summary>A question to the DNS server <c>host:port</c>.</summary>
    Dns,
}
