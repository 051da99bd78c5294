// Hot path: reads every field of every head without allocating.
using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace EdgeStack.Bench.SocketForwarder.Heads;

/// <summary>The fields of a request or an answer, and what they say about its body and its connection. Used again for the next head.</summary>
internal sealed class HeadFields
{
    private const int Most = 128;

    private static readonly SearchValues<byte> TokenLetters = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(letter => letter != '\t').Select(letter => (byte)letter), 127]);

    private readonly Field[] _fields = new Field[Most];
    private int _count;

    public ReadOnlySpan<Field> All => _fields.AsSpan(0, _count);

    /// <summary>Null when none is given.</summary>
    public long? ContentLength { get; private set; }

    public bool IsChunked { get; private set; }

    public bool Closes { get; private set; }

    public bool KeepsAlive { get; private set; }

    /// <summary>True when the visitor waits for leave to send its body.</summary>
    public bool ExpectsContinue { get; private set; }

    /// <summary>Reads the lines from <paramref name="at"/> to the empty one that ends the head.</summary>
    /// <exception cref="InvalidDataException">It is not HTTP, or leaves doubt where the body ends.</exception>
    public void Read(ReadOnlySpan<byte> head, int at)
    {
        (_count, ContentLength, IsChunked, Closes, KeepsAlive, ExpectsContinue) = (0, null, false, false, false, false);
        bool names = false;
        while (true)
        {
            int length = head[at..].IndexOf("\r\n"u8);
            if (length == 0)
                break;
            if (_count == Most)
                throw new InvalidDataException("too many fields");
            Field field = Split(head, at, length);
            names |= Note(field.Kind, field.Value(head));
            _fields[_count++] = field;
            at += length + 2;
        }

        if (IsChunked && ContentLength is not null)
            throw new InvalidDataException("both a length and a transfer encoding");
        if (names)
            DropNamed(head);
    }

    private static Field Split(ReadOnlySpan<byte> head, int at, int length)
    {
        ReadOnlySpan<byte> line = head.Slice(at, length);
        int colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].ContainsAnyExcept(TokenLetters) || line.ContainsAny(Controls))
            throw new InvalidDataException("a line is no field");
        int start = colon + 1, end = length;
        while (start < end && line[start] is (byte)' ' or (byte)'\t')
            start++;
        while (end > start && line[end - 1] is (byte)' ' or (byte)'\t')
            end--;
        return new Field(FieldKinds.Of(line[..colon]), at, colon, at + start, end - start);
    }

    // True when Connection names fields that must not go on.
    private bool Note(FieldKind kind, ReadOnlySpan<byte> value)
    {
        switch (kind)
        {
            case FieldKind.ContentLength:
                if (!Utf8Parser.TryParse(value, out long length, out int read) || read != value.Length || value[0] is (byte)'-' or (byte)'+' || ContentLength is not null)
                    throw new InvalidDataException("no length, or two");
                ContentLength = length;
                return false;
            case FieldKind.TransferEncoding:
                if (IsChunked || !Ascii.EqualsIgnoreCase(value, "chunked"u8))
                    throw new InvalidDataException("an unknown transfer encoding");
                IsChunked = true;
                return false;
            case FieldKind.Expect:
                ExpectsContinue = true;
                return false;
            case FieldKind.Connection when Ascii.EqualsIgnoreCase(value, "close"u8):
                Closes = true;
                return false;
            case FieldKind.Connection when Ascii.EqualsIgnoreCase(value, "keep-alive"u8):
                KeepsAlive = true;
                return false;
            default:
                return kind == FieldKind.Connection;
        }
    }

    private void DropNamed(ReadOnlySpan<byte> head)
    {
        foreach (Field connection in All)
        {
            if (connection.Kind != FieldKind.Connection)
                continue;
            ReadOnlySpan<byte> value = connection.Value(head);
            foreach (Range part in value.Split((byte)','))
            {
                ReadOnlySpan<byte> name = value[part].Trim(" \t"u8);
                Closes |= Ascii.EqualsIgnoreCase(name, "close"u8);
                KeepsAlive |= Ascii.EqualsIgnoreCase(name, "keep-alive"u8);
                foreach (ref Field field in _fields.AsSpan(0, _count))
                {
                    if (field.Kind == FieldKind.EndToEnd && Ascii.EqualsIgnoreCase(field.Name(head), name))
                        field = field with { Kind = FieldKind.Dropped };
                }
            }
        }
    }
}
