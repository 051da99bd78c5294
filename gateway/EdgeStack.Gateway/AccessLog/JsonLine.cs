using System.Buffers;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>Writes a record as one JSON object.</summary>
internal sealed class JsonLine : IAccessLogFormat
{
    public void Write(ArrayBufferWriter<byte> output, AccessRecord record)
    {
        output.Write("{"u8);
        JsonFields.Write(output, record);
        output.Write("}"u8);
    }
}
