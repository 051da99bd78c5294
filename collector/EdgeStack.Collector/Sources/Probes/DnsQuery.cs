using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace EdgeStack.Collector.Sources.Probes;

/// <summary>A question to a DNS server, and what is asked of its answer (RFC 1035, section 4.1): that it belongs to the question, its code, and how many records it has.</summary>
internal static class DnsQuery
{
    private const int HeadLength = 12, LongestLabel = 63, LongestName = 253;

    /// <summary>The message; null when the name is none.</summary>
    public static byte[]? Question(ushort id, string name, DnsType type)
    {
        string ascii;
        try
        {
            ascii = name == "." ? "" : new IdnMapping().GetAscii(name.TrimEnd('.'));
        }
        catch (ArgumentException)
        {
            return null;
        }

        string[] labels = ascii.Length == 0 ? [] : ascii.Split('.');
        if (name.Length == 0 || ascii.Length > LongestName || labels.Any(label => label.Length is 0 or > LongestLabel))
            return null;
        using MemoryStream message = new();
        // One question, and the server may ask others for us.
        message.Write([(byte)(id >> 8), (byte)id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
        foreach (string label in labels)
        {
            message.WriteByte((byte)label.Length);
            message.Write(Encoding.ASCII.GetBytes(label));
        }

        message.Write([0, 0, (byte)type, 0, 1]);
        return message.ToArray();
    }

    /// <summary>Reads what a server sent; null when it is no answer to the question.</summary>
    public static DnsAnswer? Answer(ReadOnlySpan<byte> question, ReadOnlySpan<byte> message)
    {
        const int IsAnswer = 0x80, CodeMask = 0x0f;
        if (message.Length < HeadLength || !message[..2].SequenceEqual(question[..2]) || (message[2] & IsAnswer) == 0)
            return null;
        int code = message[3] & CodeMask, questions = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);
        // Names may come back in other letters; a server that could not read the question need not repeat it.
        if (questions > 0 && !(message.Length >= question.Length && IsSame(message[HeadLength..question.Length], question[HeadLength..])))
            return null;
        return new DnsAnswer(code, BinaryPrimitives.ReadUInt16BigEndian(message[6..]), BinaryPrimitives.ReadUInt16BigEndian(message[8..]), BinaryPrimitives.ReadUInt16BigEndian(message[10..]));
    }

    private static bool IsSame(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        for (int i = 0; i < one.Length; i++)
        {
            if (char.ToLowerInvariant((char)one[i]) != char.ToLowerInvariant((char)other[i]))
                return false;
        }

        return true;
    }
}
