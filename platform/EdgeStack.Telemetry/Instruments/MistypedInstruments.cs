namespace EdgeStack.Telemetry.Instruments;

/// <summary>
/// Instruments of the runtime that are published as counters though their values fall. As counters they would stay at their peak;
/// OpenTelemetry's conventions have them as up-down counters, and so do the dashboards.
/// </summary>
internal static class MistypedInstruments
{
    // Seen in .NET 10.0; an entry does no harm once the runtime has it right.
    public static InstrumentKind Correct(string name, InstrumentKind kind) => (name, kind) switch
    {
        ("dotnet.thread_pool.thread.count" or "dotnet.thread_pool.queue.length", InstrumentKind.ObservableCounter) =>
            InstrumentKind.ObservableUpDownCounter,
        _ => kind,
    };
}
