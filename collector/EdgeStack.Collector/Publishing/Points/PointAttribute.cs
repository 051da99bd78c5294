namespace EdgeStack.Collector.Publishing.Points;

/// <summary>What a point is told apart by.</summary>
/// <param name="Name">As OpenTelemetry's conventions have it: <c>cpu.mode</c>.</param>
/// <param name="Value">Its value; a number in digits where the convention says number.</param>
internal readonly record struct PointAttribute(string Name, string Value)
{
    // https://opentelemetry.io/docs/specs/semconv/registry/attributes/: these are numbers.
    public bool IsNumber => Name is "cpu.logical_number" or "onc_rpc.version";

    public override string ToString() => $"{Name}={Value}";
}
