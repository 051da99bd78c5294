using System.Net.Sockets;
using System.Text;

namespace EdgeStack.Collector.Tests.Sources.MariaDb;

/// <summary>Lets everybody in as a MariaDB does, and answers no statement.</summary>
internal sealed class SpeechlessDatabase : LoopbackServer
{
    private const byte Query = 3;

    private int _statements;

    /// <summary>Statements that wait for an answer.</summary>
    public int Statements => Volatile.Read(ref _statements);

    public static SpeechlessDatabase Start()
    {
        SpeechlessDatabase database = new();
        database.Listen();
        return database;
    }

    protected override async Task ServeAsync(TcpClient client, int number)
    {
        NetworkStream stream = client.GetStream();
        await WriteAsync(stream, 0, Greeting());
        byte[] head = new byte[4];
        while (true)
        {
            await stream.ReadExactlyAsync(head, Stop);
            byte[] body = new byte[head[0] | (head[1] << 8) | (head[2] << 16)];
            await stream.ReadExactlyAsync(body, Stop);
            // The client's own library sets the character set before we can ask anything.
            if (body is [not Query, ..] || Encoding.ASCII.GetString(body, 1, body.Length - 1).StartsWith("SET NAMES", StringComparison.Ordinal))
                await WriteAsync(stream, (byte)(head[3] + 1), [0, 0, 0, 2, 0, 0, 0]);
            else
                Interlocked.Increment(ref _statements);
        }
    }

    private static byte[] Greeting() =>
    [
        10, .. "10.11.19-MariaDB\0"u8, 1, 0, 0, 0, .. "saltsalt\0"u8, 0x09, 0xa2, 45, 2, 0, 0x08, 0x00, 21, .. new byte[10], .. "saltsaltsalt\0"u8, .. "mysql_native_password\0"u8,
    ];

    private async Task WriteAsync(NetworkStream stream, byte sequence, byte[] body) => await stream.WriteAsync((byte[])[(byte)body.Length, (byte)(body.Length >> 8), 0, sequence, .. body], Stop);
}
