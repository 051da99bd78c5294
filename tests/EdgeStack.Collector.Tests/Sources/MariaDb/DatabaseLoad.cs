using MySqlConnector;

namespace EdgeStack.Collector.Tests.Sources.MariaDb;

/// <summary>Somebody who uses a server all the time, on a few connections.</summary>
internal sealed class DatabaseLoad : IAsyncDisposable
{
    private const int Connections = 3;

    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _working;
    private int _rounds;

    private DatabaseLoad(DatabaseServer server) => _working = [.. Enumerable.Range(0, Connections).Select(number => WorkAsync(server, number))];

    public int Rounds => Volatile.Read(ref _rounds);

    public static DatabaseLoad On(DatabaseServer server) => new(server);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_working);
        _stop.Dispose();
    }

    private async Task WorkAsync(DatabaseServer server, int number)
    {
        await using MySqlConnection connection = await server.ConnectAsync();
        string table = $"shop.load{number}";
        await RunAsync(connection, $"CREATE TABLE IF NOT EXISTS {table} (id INT AUTO_INCREMENT PRIMARY KEY, what VARCHAR(50)); USE shop");
        while (!_stop.IsCancellationRequested)
        {
            await RunAsync(connection, $"INSERT INTO {table} (what) VALUES ('salt'), ('{Rounds}')");
            await RunAsync(connection, $"UPDATE {table} SET what = 'pepper' WHERE id % 7 = 0");
            await RunAsync(connection, $"SELECT COUNT(*) FROM {table} AS a JOIN {table} AS b USING (what) ORDER BY 1");
            await RunAsync(connection, $"DELETE FROM {table} WHERE id % 3 = 0");
            if (Interlocked.Increment(ref _rounds) % 100 == 0)
                await RunAsync(connection, $"TRUNCATE {table}");
            // A pause the server makes, so that it is busy and not only busy.
            await RunAsync(connection, "DO SLEEP(0.01)");
        }

        await RunAsync(connection, $"DROP TABLE {table}");
    }

    private static async Task RunAsync(MySqlConnection connection, string statements)
    {
        await using MySqlCommand command = new(statements, connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
