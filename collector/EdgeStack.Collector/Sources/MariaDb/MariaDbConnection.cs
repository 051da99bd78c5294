using System.Globalization;
using System.Text;
using EdgeStack.Collector.Sources.MariaDb.Sql;
using MySqlConnector;

namespace EdgeStack.Collector.Sources.MariaDb;

/// <summary>A connection to a server, for one query at a time. It stays out of the slow log, waits for no table, and the server itself ends what takes too long.</summary>
internal sealed class MariaDbConnection : IAsyncDisposable
{
    // A server that trickles rows for ever must not fill the memory: no answer of ours comes near.
    private const int MostRows = 100_000;

    private const int UnknownVariable = 1193, PrivilegeMissing = 1227, OnlyGlobal = 1229;

    /// <summary>How much longer than the server we wait for a query before we close the connection.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    /// <summary>How long a server may take that has nothing to do for it.</summary>
    public static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(1);

    private static readonly string[] SessionSettings =
    [
        "sql_mode = ''",
        "lock_wait_timeout = 2",
        // The slow log is switched off for a session by this in MariaDB, and by the time in MySQL.
        "slow_query_log = 0",
        "long_query_time = 31536000",
    ];

    private readonly MySqlConnection _connection;
    private TimeSpan _limit;

    private MariaDbConnection(MySqlConnection connection) => _connection = connection;

    public ServerVersion Version { get; private set; }

    public PrivilegeSet Privileges { get; private set; } = PrivilegeSet.None;

    /// <summary>Whom the server takes us for: <c>edgestack@localhost</c>.</summary>
    public string Account { get; private set; } = "";

    public bool IsOpen => _connection.State == System.Data.ConnectionState.Open;

    /// <exception cref="MySqlException">The server is away, or refuses.</exception>
    /// <exception cref="IOException">The password cannot be read.</exception>
    public static async Task<MariaDbConnection> OpenAsync(MariaDbServerOptions server, TimeSpan timeout, CancellationToken cancellation)
    {
        MySqlConnection connection = new(await ConnectionTextAsync(server, timeout, cancellation));
        MariaDbConnection opened = new(connection);
        try
        {
            await connection.OpenAsync(cancellation);
            await opened.PrepareAsync(timeout, cancellation);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks the server. Only the time limit ends it: a token would make the library open a second connection to end the first one's query.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="limit">The server ends the statement after this; we the connection <see cref="Slack"/> later.</param>
    public async Task<SqlTable> QueryAsync(string sql, TimeSpan limit)
    {
        if (limit != _limit)
        {
            await LimitAsync(limit);
            _limit = limit;
        }

        return await RunAsync(sql, limit);
    }

    /// <summary>Whether it answers at all.</summary>
    public Task<SqlTable> ProbeAsync() => RunAsync("DO 0", ProbeLimit);

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    // A statement is not cancelled, but none is begun any more.
    private async Task PrepareAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        SqlRow self = (await RunAsync("SELECT VERSION(), CURRENT_USER()", timeout)).Rows.FirstOrDefault();
        Version = ServerVersion.Parse(self[0] ?? "");
        Account = self[1] ?? "";
        foreach (string setting in SessionSettings)
        {
            cancellation.ThrowIfCancellationRequested();
            await SetAsync(setting, timeout);
        }

        cancellation.ThrowIfCancellationRequested();
        // The lines hold the password's hash: they end here.
        Privileges = PrivilegeSet.Read((await RunAsync("SHOW GRANTS", timeout)).Rows.Select(row => row[0] ?? ""));
    }

    private Task LimitAsync(TimeSpan limit) => SetAsync(
        Version.IsMariaDb
            ? $"max_statement_time = {limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)}"
            : $"max_execution_time = {((long)limit.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)}",
        limit);

    /// <summary>Sets a variable where this server has it.</summary>
    private async Task SetAsync(string setting, TimeSpan limit)
    {
        try
        {
            await RunAsync($"SET SESSION {setting}", limit);
        }
        catch (MySqlException refused) when (refused.Number is UnknownVariable or OnlyGlobal or PrivilegeMissing)
        {
            // Another version, or another server: what it does not know it does not do.
        }
    }

    private async Task<SqlTable> RunAsync(string sql, TimeSpan limit)
    {
        await using MySqlCommand command = new(sql, _connection) { CommandTimeout = (int)Math.Ceiling((limit + Slack).TotalSeconds) };
        await using MySqlDataReader reader = await command.ExecuteReaderAsync(CancellationToken.None);
        List<string?[]> rows = [];
        while (await reader.ReadAsync(CancellationToken.None))
        {
            if (rows.Count == MostRows)
                throw new InvalidDataException($"the answer has more than {MostRows} rows");
            string?[] row = new string?[reader.FieldCount];
            for (int i = 0; i < row.Length; i++)
                row[i] = Text(reader, i);
            rows.Add(row);
        }

        return new SqlTable([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], rows);
    }

    private static string? Text(MySqlDataReader reader, int column) => reader.GetValue(column) switch
    {
        DBNull => null,
        string text => text,
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        bool flag => flag ? "1" : "0",
        DateTime date => date.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        object value => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static async Task<string> ConnectionTextAsync(MariaDbServerOptions server, TimeSpan timeout, CancellationToken cancellation)
    {
        string password = server.PasswordFile is { } file ? (await File.ReadAllTextAsync(file, cancellation)).TrimEnd('\r', '\n') : "";
        MySqlConnectionStringBuilder text = new()
        {
            UserID = server.User,
            Password = password,
            ConnectionTimeout = (uint)Math.Ceiling(timeout.TotalSeconds),
            // A query that takes too long ends with the socket: no second connection for KILL.
            CancellationTimeout = -1,
            Pooling = false,
            AutoEnlist = false,
            TreatTinyAsBoolean = false,
            ConvertZeroDateTime = true,
            ApplicationName = "edgestack-collector",
        };
        if (server.Address is not { } address)
        {
            text.ConnectionProtocol = MySqlConnectionProtocol.UnixSocket;
            text.Server = server.Socket;
            text.SslMode = MySqlSslMode.Disabled;
            return text.ConnectionString;
        }

        (text.Server, text.Port) = HostAndPort(address);
        text.SslMode = server.Tls switch
        {
            MariaDbTls.Off => MySqlSslMode.Disabled,
            MariaDbTls.Preferred => MySqlSslMode.Preferred,
            MariaDbTls.Required => MySqlSslMode.Required,
            MariaDbTls.VerifyAuthority => MySqlSslMode.VerifyCA,
            _ => MySqlSslMode.VerifyFull,
        };
        text.SslCa = server.TlsAuthorityFile ?? "";
        text.SslCert = server.TlsCertificateFile ?? "";
        text.SslKey = server.TlsKeyFile ?? "";
        return text.ConnectionString;
    }

    /// <summary><c>db.lan:3307</c>, <c>db.lan</c>, <c>[::1]:3306</c> or <c>::1</c>.</summary>
    internal static (string Host, uint Port) HostAndPort(string address)
    {
        const uint Usual = 3306;
        int colon = address.LastIndexOf(':');
        bool hasPort = colon > 0 && (address.IndexOf(':', StringComparison.Ordinal) == colon || address[colon - 1] == ']');
        string host = (hasPort ? address[..colon] : address).Trim('[', ']');
        return (host, hasPort && uint.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out uint port) ? port : Usual);
    }
}
