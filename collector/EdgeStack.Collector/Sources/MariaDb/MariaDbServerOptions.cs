namespace EdgeStack.Collector.Sources.MariaDb;

/// <summary>A server to read.</summary>
internal sealed class MariaDbServerOptions
{
    /// <summary>What it is called in the log and, when there are several, in the label <c>server</c>.</summary>
    public string Name { get; set; } = "mariadb";

    /// <summary>Host and port; 3306 when there is no port. The Unix socket counts when there is no address.</summary>
    public string? Address { get; set; }

    public string Socket { get; set; } = "/run/mysqld/mysqld.sock";

    public string User { get; set; } = "edgestack";

    /// <summary>File with the password, read at every new connection; none where the server knows the account by the user of the process.</summary>
    public string? PasswordFile { get; set; }

    public MariaDbTls Tls { get; set; } = MariaDbTls.Preferred;

    /// <summary>Certificates of the authorities that the server's is checked against; the machine's when none is named.</summary>
    public string? TlsAuthorityFile { get; set; }

    /// <summary>Our own certificate, for accounts that need one.</summary>
    public string? TlsCertificateFile { get; set; }

    public string? TlsKeyFile { get; set; }
}
