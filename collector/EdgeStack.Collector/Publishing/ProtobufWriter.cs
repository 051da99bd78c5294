using System.Buffers.Binary;

namespace EdgeStack.Collector.Publishing;

/// <summary>Writes protocol buffers. A message's length is written when it ends, in four bytes that are kept free for it, which decoders take like any other length.</summary>
internal sealed class ProtobufWriter
{
    private const int LengthBytes = 4, Varint = 0, Fixed64 = 1, LengthDelimited = 2;

    private byte[] _bytes = new byte[16 * 1024];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Begins anew.</summary>
    public void Clear() => _length = 0;

    public void Text(int field, string text)
    {
        Key(field, LengthDelimited);
        int bytes = System.Text.Encoding.UTF8.GetByteCount(text);
        Number((ulong)bytes);
        System.Text.Encoding.UTF8.GetBytes(text, Room(bytes));
    }

    public void Number(int field, ulong number)
    {
        Key(field, Varint);
        Number(number);
    }

    public void Fixed(int field, ulong number)
    {
        Key(field, Fixed64);
        BinaryPrimitives.WriteUInt64LittleEndian(Room(sizeof(ulong)), number);
    }

    public void Double(int field, double number) => Fixed(field, BitConverter.DoubleToUInt64Bits(number));

    /// <summary>Begins a message in a field.</summary>
    /// <returns>What <see cref="End"/> needs.</returns>
    public int Begin(int field)
    {
        Key(field, LengthDelimited);
        Room(LengthBytes);
        return _length;
    }

    public void End(int began)
    {
        int length = _length - began;
        Span<byte> place = _bytes.AsSpan(began - LengthBytes, LengthBytes);
        for (int i = 0; i < LengthBytes; i++, length >>= 7)
            place[i] = (byte)((length & 0x7f) | (i < LengthBytes - 1 ? 0x80 : 0));
    }

    private void Key(int field, int wireType) => Number((ulong)((field << 3) | wireType));

    private void Number(ulong number)
    {
        while (number >= 0x80)
        {
            Room(1)[0] = (byte)(number | 0x80);
            number >>= 7;
        }

        Room(1)[0] = (byte)number;
    }

    private Span<byte> Room(int bytes)
    {
        if (_length + bytes > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes));
        _length += bytes;
        return _bytes.AsSpan(_length - bytes, bytes);
    }
}
