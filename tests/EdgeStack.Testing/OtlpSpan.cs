namespace EdgeStack.Testing;

/// <summary>A span as it arrived.</summary>
public sealed record OtlpSpan(string TraceId, string SpanId, string ParentId, string Name, IReadOnlyDictionary<string, string> Tags)
{
    public static OtlpSpan Read(ProtobufMessage span) => new(span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), span.Attributes(9));
}
