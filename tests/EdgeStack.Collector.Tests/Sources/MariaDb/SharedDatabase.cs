using System.Security.Cryptography.X509Certificates;

namespace EdgeStack.Collector.Tests.Sources.MariaDb;

/// <summary>One server for all tests that leave it as it was, with all that can be read switched on. Starting one takes seconds.</summary>
#pragma warning disable CA1515 // the test class that takes it in its constructor has to be public
public sealed class SharedDatabase : IAsyncLifetime
#pragma warning restore CA1515
{
    private readonly TestCertificates _certificates = new();
    private readonly TemporaryFolder _folder = new();
    private DatabaseServer? _server;

    /// <summary>Of the authority that signed the server's certificate, which is for 127.0.0.1.</summary>
    internal string AuthorityFile => _folder.File("ca.crt");

    internal DatabaseServer Server
    {
        get
        {
            Assert.SkipWhen(DatabaseServer.Missing is not null, DatabaseServer.Missing ?? "");
            return _server!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (DatabaseServer.Missing is not null)
            return;
        using X509Certificate2 certificate = _certificates.For("127.0.0.1");
        _folder.Write("ca.crt", _certificates.AuthorityPem);
        _server = await DatabaseServer.StartAsync(
            "--ssl-cert=" + _folder.Write("tls.crt", certificate.ExportCertificatePem()), "--ssl-key=" + _folder.Write("tls.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()),
            "--performance-schema=ON", "--log-bin=log", "--server-id=1", "--userstat=1", "--plugin-load-add=query_response_time", "--query-response-time-stats=ON", "--log-output=TABLE");
        await _server.AddAccountAsync("monitor", "PROCESS, BINLOG MONITOR, SLAVE MONITOR, SELECT");
        await _server.ExecuteAsync(
            """
            CREATE DATABASE shop; CREATE DATABASE heartbeat;
            CREATE TABLE shop.orders (id TINYINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, what VARCHAR(50)); INSERT INTO shop.orders (what) VALUES ('tea'), ('rice');
            CREATE TABLE shop.`odd'name\\` (id INT) ENGINE=Aria; CREATE VIEW shop.seen AS SELECT * FROM shop.orders;
            CREATE TABLE heartbeat.heartbeat (ts VARCHAR(26) NOT NULL, server_id INT UNSIGNED NOT NULL PRIMARY KEY); INSERT INTO heartbeat.heartbeat VALUES ('2026-01-02T03:04:05.500000', 7);
            """);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _certificates.Dispose();
        _folder.Dispose();
    }
}
