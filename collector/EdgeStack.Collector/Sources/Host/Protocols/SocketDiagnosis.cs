using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EdgeStack.Collector.Sources.Host.Protocols;

/// <summary>
/// Asks the kernel for the TCP sockets of the own network by netlink, sock_diag(7): a dump of one record of 72 bytes for each. The kernel writes no text for it, which is
/// what the files in /proc spend their time on.
/// </summary>
internal static partial class SocketDiagnosis
{
    private const int Netlink = 16, Raw = 3, CloseOnExec = 0x80000, SocketDiag = 4;
    private const int SocketLevel = 1, ReceiveTimeout = 20;
    private const int Ip = 2, IpV6 = 10, Tcp = 6;

    // nlmsghdr and inet_diag_req_v2; inet_diag_msg
    private const int HeaderLength = 16, RequestLength = HeaderLength + 56, RecordLength = 72;
    private const int ReceivedQueue = 56, SendQueue = 60;
    private const ushort DumpByFamily = 20, Request = 0x001, Dump = 0x300, Done = 3;

    // The states 1 to 11.
    private const uint States = 0xffe;

    private const int PieceLength = 32 * 1024;

    // A piece has some 400 sockets: nobody has more than these.
    private const int MostPieces = 4096;

    /// <summary>The sockets of both protocols; null when the kernel does not answer so.</summary>
    public static TcpCounts? Ask()
    {
        using SafeFileHandle socket = Open(Netlink, Raw | CloseOnExec, SocketDiag);
        // Two seconds, as struct timeval of two words: the kernel answers at once or never.
        if (socket.IsInvalid || SetOption(socket, SocketLevel, ReceiveTimeout, [2, 0], 2 * nint.Size) != 0)
            return null;
        TcpCounts counts = new();
        return TryDump(socket, Ip, counts) && TryDump(socket, IpV6, counts) ? counts : null;
    }

    private static bool TryDump(SafeFileHandle socket, byte family, TcpCounts counts)
    {
        Span<byte> request = stackalloc byte[RequestLength];
        request.Clear();
        MemoryMarshal.Write(request, RequestLength);
        MemoryMarshal.Write(request[4..], DumpByFamily);
        MemoryMarshal.Write(request[6..], (ushort)(Request | Dump));
        request[HeaderLength] = family;
        request[HeaderLength + 1] = Tcp;
        MemoryMarshal.Write(request[(HeaderLength + 4)..], States);
        if (Send(socket, request, RequestLength, 0) != RequestLength)
            return false;

        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            for (int i = 0; i < MostPieces; i++)
            {
                nint length = Receive(socket, piece, piece.Length, 0);
                if (length <= 0 || Count(piece.AsSpan(0, (int)length), counts) is not { } isLast)
                    return false;
                if (isLast)
                    return true;
            }

            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <summary>Counts the records of a piece: whether it is the last one; null when the kernel refuses, or says what we do not understand.</summary>
    internal static bool? Count(ReadOnlySpan<byte> piece, TcpCounts counts)
    {
        while (piece.Length >= HeaderLength)
        {
            int length = MemoryMarshal.Read<int>(piece);
            ushort kind = MemoryMarshal.Read<ushort>(piece[4..]);
            if (kind == Done)
                return true;
            if (kind != DumpByFamily || length < HeaderLength + RecordLength || length > piece.Length)
                return null;
            ReadOnlySpan<byte> record = piece[HeaderLength..length];
            counts.Add(record[1], MemoryMarshal.Read<uint>(record[SendQueue..]), MemoryMarshal.Read<uint>(record[ReceivedQueue..]));
            // Records begin at multiples of four.
            piece = piece[Math.Min((length + 3) & ~3, piece.Length)..];
        }

        return false;
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial SafeFileHandle Open(int domain, int kind, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(SafeFileHandle socket, int level, int name, ReadOnlySpan<nint> value, int length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(SafeFileHandle socket, ReadOnlySpan<byte> bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(SafeFileHandle socket, Span<byte> bytes, nint length, int flags);
}
