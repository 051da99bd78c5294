using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace EdgeStack.Testing;

/// <summary>A message of protocol buffers, read field by field.</summary>
public readonly struct ProtobufMessage(ReadOnlyMemory<byte> bytes)
{
    /// <summary>The messages, texts or bytes of a field.</summary>
    public IEnumerable<ProtobufMessage> Messages(int field) => Fields(field).Where(value => value.WireType == 2).Select(value => new ProtobufMessage(value.Bytes));

    /// <summary>A field that is a text; empty without it.</summary>
    public string Text(int field) => Fields(field).Select(value => Encoding.UTF8.GetString(value.Bytes.Span)).FirstOrDefault("");

    public string Hex(int field) => Fields(field).Select(value => Convert.ToHexStringLower(value.Bytes.Span)).FirstOrDefault("");

    /// <summary>A field that is a number; null without it.</summary>
    public ulong? Number(int field) => Fields(field).Select(value => (ulong?)value.Number).FirstOrDefault();

    /// <summary>The pairs of OTLP's attributes; a number is told from a text by its brackets.</summary>
    public IReadOnlyDictionary<string, string> Attributes(int field) => Messages(field).GroupBy(pair => pair.Text(1)).ToDictionary(pair => pair.Key, pair => pair.First().Messages(2).Select(ValueOf).FirstOrDefault(""));

    private static string ValueOf(ProtobufMessage value) => value.Number(3) is { } number ? string.Create(CultureInfo.InvariantCulture, $"[{number}]") : value.Text(1);

    private List<(int WireType, ulong Number, ReadOnlyMemory<byte> Bytes)> Fields(int field)
    {
        List<(int, ulong, ReadOnlyMemory<byte>)> found = [];
        int at = 0;
        while (at < bytes.Length)
        {
            ulong key = Varint(bytes.Span, ref at);
            int wireType = (int)(key & 7);
            ulong number = 0;
            ReadOnlyMemory<byte> value = default;
            switch (wireType)
            {
                case 0:
                    number = Varint(bytes.Span, ref at);
                    break;
                case 1:
                    number = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[at..]);
                    at += sizeof(ulong);
                    break;
                case 2:
                    int length = (int)Varint(bytes.Span, ref at);
                    value = bytes.Slice(at, length);
                    at += length;
                    break;
                case 5:
                    number = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..]);
                    at += sizeof(uint);
                    break;
                default:
                    throw new InvalidDataException($"wire type {wireType}");
            }

            if ((int)(key >> 3) == field)
                found.Add((wireType, number, value));
        }

        return found;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
