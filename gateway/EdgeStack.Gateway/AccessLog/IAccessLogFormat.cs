using System.Buffers;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>Writes a record as one line. Whatever a visitor sent stays inside its field, on that line. The writer's loop uses it alone.</summary>
internal interface IAccessLogFormat
{
    /// <summary>Writes the line without its end.</summary>
    void Write(ArrayBufferWriter<byte> output, AccessRecord record);
}
