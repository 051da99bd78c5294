namespace EdgeStack.Telemetry.Otlp;

/// <summary>The fields of a message, one after the other: numbers, and what has a length. A message that goes on otherwise, or is cut off, ends there.</summary>
internal ref struct ProtobufFields(ReadOnlySpan<byte> message)
{
    private const int LengthDelimited = 2;

    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number by which the message's description knows it.</summary>
    public int Field { get; private set; }

    /// <summary>Its value, when it is a number.</summary>
    public ulong Number { get; private set; }

    /// <summary>Its value, when it has a length; else empty.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    public bool Next()
    {
        if (!TryVarint(out ulong key) || (key & 7) is not (0 or LengthDelimited) || !TryVarint(out ulong number))
            return false;
        bool isBytes = (key & 7) == LengthDelimited;
        if (isBytes && number > (ulong)_rest.Length)
            return false;
        (Field, Number) = ((int)(key >> 3), number);
        Bytes = isBytes ? _rest[..(int)number] : [];
        _rest = _rest[Bytes.Length..];
        return true;
    }

    private bool TryVarint(out ulong value)
    {
        value = 0;
        for (int i = 0; i < _rest.Length && i < 10; i++)
        {
            value |= (ulong)(_rest[i] & 0x7f) << (7 * i);
            if (_rest[i] >= 0x80)
                continue;
            _rest = _rest[(i + 1)..];
            return true;
        }

        return false;
    }
}
