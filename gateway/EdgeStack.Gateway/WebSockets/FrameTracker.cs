// Hot path: looks at every byte of a frame's header and at none of its payload.
namespace EdgeStack.Gateway.WebSockets;

/// <summary>Follows the frames of one direction of a WebSocket (RFC 6455 section 5.2), however they are cut into pieces.</summary>
internal struct FrameTracker
{
    private const int Opcode = 0x0f, Masked = 0x80, Length = 0x7f, TwoMore = 126, EightMore = 127, MaskBytes = 4;
    private const byte Close = 8;

    private int _headerRead;
    private int _headerLength;
    private int _lengthBytes;
    private byte _opcode;
    private ulong _length;
    private ulong _payloadLeft;

    /// <summary>True between two frames, where another one can be put in: also between the parts of a message.</summary>
    public readonly bool IsBetweenFrames => _headerRead == 0 && _payloadLeft == 0;

    /// <summary>True when a close frame has gone by.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Follows all of these bytes.</summary>
    public void Follow(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[FollowFrame(bytes)..];
    }

    /// <summary>Follows bytes to the end of the frame that has begun, or that begins with them; returns how many these are.</summary>
    public int FollowFrame(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            if (_payloadLeft > 0)
            {
                int part = (int)Math.Min(_payloadLeft, (ulong)(bytes.Length - at));
                at += part;
                _payloadLeft -= (ulong)part;
            }
            else
            {
                ReadHeader(bytes[at++]);
            }

            if (IsBetweenFrames)
            {
                IsClosed |= _opcode == Close;
                return at;
            }
        }

        return at;
    }

    private void ReadHeader(byte value)
    {
        switch (_headerRead++)
        {
            case 0:
                (_opcode, _length) = ((byte)(value & Opcode), 0);
                return;
            case 1:
                _lengthBytes = (value & Length) switch { TwoMore => 2, EightMore => 8, _ => 0 };
                _length = _lengthBytes == 0 ? (ulong)(value & Length) : 0;
                _headerLength = 2 + _lengthBytes + ((value & Masked) != 0 ? MaskBytes : 0);
                break;
            case var read when read < 2 + _lengthBytes:
                _length = (_length << 8) | value;
                break;
        }

        if (_headerRead == _headerLength)
            (_headerRead, _payloadLeft) = (0, _length);
    }
}
