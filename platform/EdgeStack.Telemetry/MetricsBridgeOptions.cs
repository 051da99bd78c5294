using System.Diagnostics.Metrics;

namespace EdgeStack.Telemetry;

/// <summary>What a program puts on its <c>/metrics</c>.</summary>
public sealed record MetricsBridgeOptions
{
    /// <summary>Meters to listen to, by exact name or, with <c>*</c> at the end, by prefix.</summary>
    public IReadOnlyList<string> Meters { get; init; } = ["EdgeStack.*", "System.Runtime"];

    /// <summary>
    /// The factory whose meters count, beside those made without one (the runtime's): in a process with several hosts each measures
    /// itself. Null: meters of every factory.
    /// </summary>
    public IMeterFactory? Factory { get; init; }

    /// <summary>Series one family may have; measurements for more go to one series whose label values are all <c>_other</c>.</summary>
    public int MaxSeriesPerFamily
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 10_000;

    /// <summary>
    /// Whether a wrongly named instrument throws where it is created (for tests) or is logged as an error and left out, since a wrong
    /// metric is no reason to take a proxy down.
    /// </summary>
    public bool ThrowOnBadInstrument { get; init; }

    /// <summary>Whether to add the <c>process_*</c> families.</summary>
    public bool IncludeProcess { get; init; } = true;

    /// <summary>The process's own folder in procfs; where it is missing, the families read from it stay away.</summary>
    public string ProcSelf { get; init; } = "/proc/self";
}
