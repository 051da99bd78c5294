using System.Text;

namespace EdgeStack.Telemetry.Otlp;

/// <summary>Reads <c>Export…ServiceResponse</c>, which is the same for all signals: a message (1) with how many items were rejected (1) and why (2).</summary>
internal static class PartialSuccess
{
    /// <summary>What is no such message counts as nothing rejected: the receiver took the export, whatever else it says.</summary>
    public static ExportAnswer.Taken Read(ReadOnlySpan<byte> response)
    {
        long rejected = 0;
        string why = "";
        ProtobufFields answer = new(response);
        while (answer.Next())
        {
            ProtobufFields partial = new(answer.Field == 1 ? answer.Bytes : []);
            while (partial.Next())
            {
                if (partial.Field == 1)
                    rejected = (long)partial.Number;
                else if (partial.Field == 2)
                    why = Encoding.UTF8.GetString(partial.Bytes);
            }
        }

        return new ExportAnswer.Taken(Math.Max(rejected, 0), why);
    }
}
