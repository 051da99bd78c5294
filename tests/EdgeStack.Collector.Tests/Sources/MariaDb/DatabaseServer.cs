using System.Globalization;
using CliWrap;
using CliWrap.Buffered;
using EdgeStack.Collector.Sources.MariaDb;
using MySqlConnector;

namespace EdgeStack.Collector.Tests.Sources.MariaDb;

/// <summary>A real MariaDB with a folder, a socket and a port of its own.</summary>
internal sealed class DatabaseServer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/mariadbd", Installer = "/usr/bin/mariadb-install-db", Defaults = "/usr/bin/my_print_defaults", Plugin = "/usr/lib/mysql/plugin/query_response_time.so";

    private readonly TemporaryFolder _folder = new();
    private readonly string[] _settings;
    private CancellationTokenSource _kill = new();
    private Task<BufferedCommandResult> _ended = Task.FromResult(new BufferedCommandResult(0, default, default, "", ""));

    private DatabaseServer(string[] settings) => _settings = settings;

    /// <summary>Why there can be no server here; null when there can.</summary>
    public static string? Missing { get; } = Array.Find([Program, Installer, Defaults, Plugin], program => !File.Exists(program)) is { } missing
        ? $"{missing} is missing: these tests need Debian's package mariadb-server"
        : null;

    public int Port { get; } = FreePort.Closed();

    public string Socket => _folder.File("s.sock");

    private string RootText => $"Server={Socket};Protocol=unix;User ID=root;SslMode=none;Pooling=false;AllowUserVariables=true";

    /// <param name="settings">Of mariadbd: <c>--log-bin=log</c>.</param>
    public static async Task<DatabaseServer> StartAsync(params string[] settings)
    {
        DatabaseServer server = new(settings);
        await Cli.Wrap(Installer).WithArguments(["--no-defaults", $"--user={Environment.UserName}", $"--datadir={server._folder.File("data")}", "--auth-root-authentication-method=normal", "--skip-test-db"])
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        await server.StartAsync();
        return server;
    }

    public async Task StartAsync()
    {
        _kill = new CancellationTokenSource();
        _ended = Cli.Wrap(Program).WithArguments(
            [
                "--no-defaults", $"--user={Environment.UserName}", $"--datadir={_folder.File("data")}", $"--socket={Socket}", $"--port={Port}", "--bind-address=127.0.0.1",
                $"--pid-file={_folder.File("pid")}", "--innodb-buffer-pool-size=16M", "--innodb-flush-log-at-trx-commit=0", "--skip-name-resolve", .. _settings,
            ])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(_kill.Token).Task;
        await Eventually.HoldsAsync(IsThereAsync, "mariadbd answers", TimeSpan.FromSeconds(60));
    }

    public async Task StopAsync()
    {
        await ExecuteAsync("SHUTDOWN");
        await _ended;
        _kill.Dispose();
    }

    /// <summary>Does something as the server's owner.</summary>
    /// <param name="statements">One, or several with semicolons.</param>
    public async Task ExecuteAsync(string statements)
    {
        await using MySqlConnection connection = await ConnectAsync();
        await using MySqlCommand command = new(statements, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The first value of an answer.</summary>
    public async Task<string> ReadAsync(string query)
    {
        await using MySqlConnection connection = await ConnectAsync();
        await using MySqlCommand command = new(query, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary>A connection of the server's owner.</summary>
    public async Task<MySqlConnection> ConnectAsync()
    {
        MySqlConnection connection = new(RootText);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>Settings of ours with this server.</summary>
    /// <param name="user">An account whose password is its name.</param>
    /// <param name="port">Of TCP; the socket when there is none.</param>
    public MariaDbOptions Options(string user = "monitor", int? port = null) => new()
    {
        Servers = { new MariaDbServerOptions { Socket = Socket, Address = port is null ? null : $"127.0.0.1:{port}", User = user, PasswordFile = _folder.Write(user, user + "\n") } },
    };

    /// <summary>Makes an account whose password is its name.</summary>
    /// <param name="user">Its name.</param>
    /// <param name="privileges">What it may do everywhere.</param>
    public Task AddAccountAsync(string user, string privileges) =>
        ExecuteAsync($"CREATE OR REPLACE USER '{user}'@'%' IDENTIFIED BY '{user}'; GRANT {privileges} ON *.* TO '{user}'@'%'");

    /// <summary>Follows another server from its first change on, and has caught up.</summary>
    public async Task FollowAsync(DatabaseServer primary)
    {
        await primary.AddAccountAsync("copy", "REPLICATION SLAVE");
        await ExecuteAsync($"CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = {primary.Port}, MASTER_USER = 'copy', MASTER_PASSWORD = 'copy', MASTER_USE_GTID = slave_pos; START SLAVE");
        string last = await primary.ReadAsync("SELECT @@gtid_binlog_pos");
        await Eventually.HoldsAsync(async () => await ReadAsync($"SELECT MASTER_GTID_WAIT('{last}', 0.1)") == "0", "the replica has caught up");
    }

    public async ValueTask DisposeAsync()
    {
        await _kill.CancelAsync();
        await ((Task)_ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _kill.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> IsThereAsync()
    {
        if (_ended.IsCompleted)
            throw new InvalidOperationException($"mariadbd has ended: {(await _ended).StandardError}");
        try
        {
            await using MySqlConnection connection = await ConnectAsync();
            return true;
        }
        catch (MySqlException)
        {
            return false;
        }
    }
}
