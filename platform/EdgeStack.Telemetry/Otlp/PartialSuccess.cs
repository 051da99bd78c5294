using System.Text;

namespace EdgeStack.Telemetry.Otlp;

/// <summary>Reads <c>Export…ServiceResponse</c>, which is the same for all signals: a message (1) with how many items were rejected (1) and why (2).</summary>
internal static class PartialSuccess
{
    private const int LengthDelimited = 2;

    /// <summary>What is no such message counts as nothing rejected: the receiver took the export, whatever else it says.</summary>
    public static ExportAnswer.Taken Read(ReadOnlySpan<byte> response)
    {
        long rejected = 0;
        string why = "";
        if (Find(response, 1, out _, out ReadOnlySpan<byte> partial))
        {
            if (Find(partial, 1, out ulong count, out _))
                rejected = (long)count;
            if (Find(partial, 2, out _, out ReadOnlySpan<byte> text))
                why = Encoding.UTF8.GetString(text);
        }

        return new ExportAnswer.Taken(Math.Max(rejected, 0), why);
    }

    private static bool Find(ReadOnlySpan<byte> message, int field, out ulong number, out ReadOnlySpan<byte> bytes)
    {
        bytes = [];
        while (TryVarint(ref message, out ulong key) && (key & 7) is 0 or LengthDelimited && TryVarint(ref message, out number))
        {
            bool isBytes = (key & 7) == LengthDelimited;
            if (isBytes && number > (ulong)message.Length)
                break;
            bytes = isBytes ? message[..(int)number] : [];
            message = message[bytes.Length..];
            if (key >> 3 == (ulong)field)
                return true;
        }

        number = 0;
        return false;
    }

    private static bool TryVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (int i = 0; i < bytes.Length && i < 10; i++)
        {
            value |= (ulong)(bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] >= 0x80)
                continue;
            bytes = bytes[(i + 1)..];
            return true;
        }

        return false;
    }
}
