using System.Collections.Immutable;
using EdgeStack.Collector.Sources.MariaDb.Sql;
using MySqlConnector;

namespace EdgeStack.Collector.Sources.MariaDb;

/// <summary>
/// A server and our one connection to it, which all of its sources share: a query at a time. A connection that is lost or hangs is closed before another is made, and
/// those that cannot be made are tried less and less often.
/// </summary>
internal sealed partial class MariaDbServer(MariaDbServerOptions server, MariaDbOptions options, TimeProvider time, ILogger<MariaDbServer> logger) : IAsyncDisposable
{
    // A source reads every 15 s, so the first limit never costs a reading. A password that is wrong stays so for longer, and each attempt stands in the server's log.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10), LongestPauseOfRefused = TimeSpan.FromMinutes(1);

    // A server tells of new privileges at the next connection only.
    private static readonly TimeSpan PrivilegesAnew = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private MariaDbConnection? _connection;
    private Task _closing = Task.CompletedTask;
    private long _opened, _failed;
    private int _failures;
    private TimeSpan _pause;
    private string _why = "there is no connection yet";
    private bool _isDenied;

    public string Name => server.Name;

    /// <summary>Counts connections.</summary>
    public int Generation { get; private set; }

    /// <summary>What our account lacks, as of the last connection.</summary>
    public ImmutableArray<MissingGrant> Missing { get; private set; } = [];

    public string Account => _connection?.Account ?? "";

    // A query that runs when we stop is ended by its own limit.
    private TimeSpan LongestClosing => (options.QueryTimeout > options.SlowQueryTimeout ? options.QueryTimeout : options.SlowQueryTimeout) + (2 * MariaDbConnection.Slack);

    /// <summary>Makes sure that the server answers, on the connection that stands or on a new one.</summary>
    /// <exception cref="ServerLostException">It does not.</exception>
    /// <exception cref="BudgetSpentException">Others' queries took all of the time.</exception>
    public async Task ConnectAsync(CycleBudget budget, CancellationToken cancellation)
    {
        await TakeTurnAsync(budget, cancellation);
        try
        {
            if (_connection is not null && (_isDenied || Missing.Length > 0) && time.GetElapsedTime(_opened) > PrivilegesAnew)
                Abandon(Task.CompletedTask);
            if (_connection is not null && !await AnswersAsync(cancellation))
                Abandon(Task.CompletedTask);
            if (_connection is null)
                await OpenAsync(budget, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What the server answers.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="limit">After this long the server ends it, or when the budget is used up: the connection stands.</param>
    /// <param name="budget">Of the reading that it is for.</param>
    /// <param name="cancellation">Gives up, and the connection with it.</param>
    /// <exception cref="BudgetSpentException">Its turn did not come in time.</exception>
    public async Task<SqlTable> QueryAsync(string sql, TimeSpan limit, CycleBudget budget, CancellationToken cancellation)
    {
        await TakeTurnAsync(budget, cancellation);
        try
        {
            TimeSpan left = budget.LimitOf(limit);
            return await RunAsync(Connection.QueryAsync(sql, left), left, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The connection that stands.</summary>
    /// <exception cref="ServerLostException">There is none.</exception>
    public MariaDbConnection Connection => _connection ?? throw new ServerLostException(_why);

    /// <summary>Remembers that the account was denied something, so that another connection, which may have more privileges, is made later.</summary>
    public void NoteDenial() => _isDenied = true;

    public async ValueTask DisposeAsync()
    {
        Abandon(Task.CompletedTask);
        await _closing.WaitAsync(LongestClosing, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _turn.Dispose();
    }

    private async Task TakeTurnAsync(CycleBudget budget, CancellationToken cancellation)
    {
        using CancellationTokenSource late = budget.Timer(), either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await _turn.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new BudgetSpentException();
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            await RunAsync(Connection.ProbeAsync(), MariaDbConnection.ProbeLimit, cancellation);
            return true;
        }
        catch (ServerLostException lost)
        {
            // Closed from the other end, as by a server that is restarted, or lost on the way: a new connection may stand at once.
            LogClosed(Name, lost.Message);
            return false;
        }
    }

    private async Task<SqlTable> RunAsync(Task<SqlTable> running, TimeSpan limit, CancellationToken cancellation)
    {
        MariaDbConnection connection = Connection;
        try
        {
            return await running.WaitAsync(limit + (2 * MariaDbConnection.Slack), time, cancellation);
        }
        catch (MySqlException refused) when (connection.IsOpen && refused.ErrorCode != MySqlErrorCode.CommandTimeoutExpired)
        {
            throw new SqlRefusedException(refused.Number, refused.Message);
        }
        catch (OperationCanceledException)
        {
            _why = "another reading gave up waiting for its answer";
            Abandon(running);
            throw;
        }
        catch (Exception fault)
        {
            Abandon(running);
            bool isSilent = fault is TimeoutException or MySqlException { ErrorCode: MySqlErrorCode.CommandTimeoutExpired };
            throw new ServerLostException(_why = isSilent ? $"no answer within {limit.TotalSeconds:0.#} s" : Sentence(fault));
        }
    }

    /// <summary>Closes the connection when what runs on it has ended, which its own time limit sees to.</summary>
    private void Abandon(Task running)
    {
        if (_connection is { } connection)
            _closing = CloseAsync(running, connection);
        _connection = null;
    }

    private static async Task CloseAsync(Task running, MariaDbConnection connection)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync();
    }

    private static async Task CloseAsync(Task<MariaDbConnection> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
            await (await opening).DisposeAsync();
    }

    private async Task OpenAsync(CycleBudget budget, CancellationToken cancellation)
    {
        if (_failures > 0 && time.GetElapsedTime(_failed) < _pause)
            throw new ServerLostException(_why);
        using CancellationTokenSource late = budget.Timer(), either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await _closing.WaitAsync(options.ConnectTimeout, time, either.Token);
            _connection = await AttemptAsync(either.Token);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            Failed(fault);
            throw new ServerLostException(_why);
        }

        (_failures, _isDenied, _opened) = (0, false, time.GetTimestamp());
        Generation++;
        LogConnected(Name, _connection.Version, _connection.Account);
        Check(_connection);
    }

    // As long again for what a new connection is asked first: a server may take connections and answer nothing.
    private async Task<MariaDbConnection> AttemptAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource late = new(2 * options.ConnectTimeout, time), either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        Task<MariaDbConnection> opening = MariaDbConnection.OpenAsync(server, options.ConnectTimeout, either.Token);
        try
        {
            return await opening.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            _closing = CloseAsync(opening);
            throw;
        }
    }

    private void Failed(Exception fault)
    {
        bool isRefused = fault is MySqlException { Number: > 0 } or FileNotFoundException or UnauthorizedAccessException
            && fault is not MySqlException { ErrorCode: MySqlErrorCode.UnableToConnectToHost or MySqlErrorCode.ConnectionCountError };
        string why = fault switch
        {
            TimeoutException => "the query before this one has not ended yet",
            OperationCanceledException => "it does not answer a new connection in time",
            _ => Sentence(fault),
        };
        if (_failures++ == 0 || why != _why)
            LogNoConnection(Name, why);
        _why = why;
        _failed = time.GetTimestamp();
        TimeSpan longest = isRefused ? LongestPauseOfRefused : LongestPause;
        _pause = TimeSpan.FromSeconds(Math.Min(longest.TotalSeconds, Math.Pow(2, Math.Min(_failures, 10) - 1)));
    }

    // Whoever reads it needs some reason.
    private static string Sentence(Exception fault) => fault.Message.Length > 0 ? fault.Message : fault.GetType().Name;

    private void Check(MariaDbConnection connection)
    {
        ImmutableArray<MissingGrant> missing = RequiredGrants.Missing(options, connection.Version, connection.Privileges);
        foreach (MissingGrant grant in missing.Except(Missing))
            LogMissing(Name, grant.Statement(connection.Account), grant.Without);
        Missing = missing;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Server}: connected to {Version} as {Account}")]
    private partial void LogConnected(string server, ServerVersion version, string account);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Server}: the connection was closed: {Why}")]
    private partial void LogClosed(string server, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Server}: no connection: {Why}")]
    private partial void LogNoConnection(string server, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Server}: the account lacks a privilege: {Statement} Without it there is nothing about {Without}")]
    private partial void LogMissing(string server, string statement, string without);
}
