using System.Buffers;
using System.Buffers.Text;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using Microsoft.Win32.SafeHandles;

namespace EdgeStack.Collector.Sources.Host.Protocols;

/// <summary>
/// TCP sockets by state, of /proc/net/tcp and tcp6. The kernel has no such counts: somebody has to walk over the sockets. The files are read in pieces and not kept, whatever
/// their length up to a limit. Asking by netlink would cost less, but only for the own network, which in a pod is not the machine's; process 1's files are.
/// </summary>
internal sealed class TcpStates : IHostReading
{
    // About 200,000 sockets.
    private const int MaxLength = 32 * 1024 * 1024;
    private const int PieceLength = 64 * 1024;
    private const int State = 3, Queues = 4, QueueDigits = 8;

    // By the kernel's number, from 1; the 12th is a request that is not a connection yet, which the kernel shows as one that was received.
    private static readonly string[] Names =
        ["established", "syn_sent", "syn_recv", "fin_wait1", "fin_wait2", "time_wait", "close", "close_wait", "last_ack", "listen", "closing"];

    private static readonly Family States = Family.Gauge("node_tcp_connection_states", "TCP sockets in a state; bytes in their queues in rx_queued_bytes and tx_queued_bytes.", "state");

    public string Name => "tcpstat";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        Counts counts = new();
        bool any = false;
        foreach (string file in (string[])["tcp", "tcp6"])
            any |= Count(roots.InProcNet(file), counts);
        if (!any)
            return new SourceOutcome.Failed($"{roots.InProcNet("tcp")} is missing");
        for (int i = 0; i < Names.Length; i++)
            samples.Add(States, counts.Of[i + 1], Names[i]);
        samples.Add(States, counts.Received, "rx_queued_bytes");
        samples.Add(States, counts.ToSend, "tx_queued_bytes");
        if (counts.Unknown > 0)
            samples.Report($"{roots.InProcNet("tcp")} and tcp6: {counts.Unknown} lines are not sockets");
        return SourceOutcome.Ok;
    }

    /// <summary>Counts the sockets of a file; false when there is none.</summary>
    /// <exception cref="IOException">It cannot be read, or is longer than <see cref="MaxLength"/>.</exception>
    private static bool Count(string path, Counts counts)
    {
        if (!File.Exists(path))
            return false;
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            long length = 0;
            int kept = 0;
            bool isHeading = true;
            while (RandomAccess.Read(handle, piece.AsSpan(kept), length) is > 0 and var read)
            {
                length += read;
                if (length > MaxLength)
                    throw new IOException($"{path} is longer than {MaxLength} bytes");
                ReadOnlySpan<byte> rest = piece.AsSpan(0, kept + read);
                while (rest.IndexOf((byte)'\n') is >= 0 and var end)
                {
                    if (!isHeading)
                        CountLine(rest[..end], counts);
                    isHeading = false;
                    rest = rest[(end + 1)..];
                }

                kept = rest.Length;
                if (kept == piece.Length)
                    throw new IOException($"{path} has a line of more than {kept} bytes");
                rest.CopyTo(piece);
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <summary><c>0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 ...</c></summary>
    private static void CountLine(ReadOnlySpan<byte> line, Counts counts)
    {
        int field = 0;
        foreach (Range range in line.Split((byte)' '))
        {
            ReadOnlySpan<byte> word = line[range];
            if (word.IsEmpty)
                continue;
            if (field == State)
            {
                int state = Utf8Parser.TryParse(word, out byte number, out int used, 'x') && used == word.Length && number <= Names.Length ? number : 0;
                if (state == 0)
                    break;
                counts.Of[state]++;
            }
            else if (field == Queues)
            {
                if (word.Length == (2 * QueueDigits) + 1 && Utf8Parser.TryParse(word[..QueueDigits], out uint toSend, out _, 'x') && Utf8Parser.TryParse(word[(QueueDigits + 1)..], out uint received, out _, 'x'))
                {
                    counts.ToSend += toSend;
                    counts.Received += received;
                }

                return;
            }

            field++;
        }

        counts.Unknown++;
    }

    private sealed class Counts
    {
        public long[] Of { get; } = new long[Names.Length + 1];

        public long ToSend { get; set; }

        public long Received { get; set; }

        public long Unknown { get; set; }
    }
}
