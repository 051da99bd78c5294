namespace EdgeStack.Collector.Sources.MariaDb;

/// <summary>Whether a connection over TCP is encrypted, and what the server's certificate must prove. A Unix socket needs neither.</summary>
internal enum MariaDbTls
{
    Off,

    /// <summary>When the server can.</summary>
    Preferred,

    Required,

    /// <summary>And its certificate is of an authority that we trust.</summary>
    VerifyAuthority,

    /// <summary>And it is for the host's name.</summary>
    VerifyHost,
}
