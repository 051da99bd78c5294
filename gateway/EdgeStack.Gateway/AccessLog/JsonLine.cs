using System.Buffers;
using System.Text.Json;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>Writes a record as one JSON object.</summary>
internal sealed class JsonLine : IAccessLogFormat, IDisposable
{
    private readonly Utf8JsonWriter _json = new(Stream.Null, LogText.JsonOptions);

    public void Write(IBufferWriter<byte> output, AccessRecord record)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        JsonFields.Write(_json, record);
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();
}
