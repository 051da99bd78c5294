namespace EdgeStack.Gateway.Tests.WebSockets;

/// <summary>Frames of a WebSocket as they are on the wire.</summary>
internal static class Frames
{
    public const int Text = 1, Binary = 2, Close = 8, Ping = 9, Continuation = 0;

    /// <summary>What the gateway says to a visitor: 1001, going away.</summary>
    public static readonly byte[] GoingAway = [0x88, 0x02, 0x03, 0xe9];

    /// <summary>A frame's first bytes, up to its payload.</summary>
    public static byte[] Header(int opcode, ulong length, bool masked, bool final = true)
    {
        List<byte> header = [(byte)((final ? 0x80 : 0) | opcode)];
        byte mask = (byte)(masked ? 0x80 : 0);
        int lengthBytes = length < 126 ? 0 : length < 65536 ? 2 : 8;
        header.Add((byte)(mask | (lengthBytes == 0 ? (byte)length : lengthBytes == 2 ? 126 : 127)));
        for (int i = lengthBytes - 1; i >= 0; i--)
            header.Add((byte)(length >> (8 * i)));
        if (masked)
            header.AddRange([0xf0, 0x88, 0x80, 0x0a]);
        return [.. header];
    }

    public static byte[] Whole(int opcode, int length, bool masked = false, bool final = true) => [.. Header(opcode, (ulong)length, masked, final), .. Payload(length)];

    // Bytes that look like headers of frames, close frames among them.
    public static byte[] Payload(int length)
    {
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++)
            payload[i] = GoingAway[i % GoingAway.Length];
        return payload;
    }
}
