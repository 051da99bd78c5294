using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Kernel;

/// <summary>How well the clock is kept right, as adjtimex(2) says when it is asked and told nothing.</summary>
/// <param name="ask">The call: the clock's condition, or the kernel's error as a negative number.</param>
internal sealed class ClockDiscipline(Func<(int Condition, Timex Clock)> ask) : IHostReading
{
    // TIME_ERROR: nobody keeps the clock right.
    private const int NotSynchronized = 5;
    private const int NotPermitted = -1, NoSuchCall = -38;

    // STA_NANO: what is in microseconds otherwise is in nanoseconds.
    private const int InNanoseconds = 0x2000;
    private const double Micro = 1e6, Nano = 1e9;

    // Parts per million with 16 bits behind the point, see NOTES in adjtimex(2).
    private const double ScaledMillionths = 1e6 * 65536;

    private static readonly Family Synchronized = Family.Gauge("node_timex_sync_status", "Whether the clock is kept right by a time server.");
    private static readonly Family Offset = Family.Gauge("node_timex_offset_seconds", "How far the clock is off and still to be moved.");
    private static readonly Family Frequency = Family.Gauge("node_timex_frequency_adjustment_ratio", "How fast the clock is made to run.");
    private static readonly Family MaxError = Family.Gauge("node_timex_maxerror_seconds", "How far off the clock can be.");
    private static readonly Family EstimatedError = Family.Gauge("node_timex_estimated_error_seconds", "How far off the clock is held to be.");
    private static readonly Family Status = Family.Gauge("node_timex_status", "The bits of the kernel's clock status.");
    private static readonly Family Constant = Family.Gauge("node_timex_loop_time_constant", "How slowly the clock follows corrections.");
    private static readonly Family Tick = Family.Gauge("node_timex_tick_seconds", "Seconds between ticks of the clock.");
    private static readonly Family PulseFrequency = Family.Gauge("node_timex_pps_frequency_hertz", "Frequency of a signal once a second.");
    private static readonly Family PulseJitter = Family.Gauge("node_timex_pps_jitter_seconds", "How much a signal once a second wavers.");
    private static readonly Family PulseShift = Family.Gauge("node_timex_pps_shift_seconds", "Over how long a signal once a second is averaged, as a power of two.");
    private static readonly Family PulseStability = Family.Gauge("node_timex_pps_stability_hertz", "How much the frequency of a signal once a second changes.");
    private static readonly Family PulseJitters = Family.Counter("node_timex_pps_jitter_total", "How often a signal once a second wavered too much.");
    private static readonly Family PulseCalibrations = Family.Counter("node_timex_pps_calibration_total", "How often the clock was measured by a signal once a second.");
    private static readonly Family PulseErrors = Family.Counter("node_timex_pps_error_total", "How often measuring by a signal once a second failed.");
    private static readonly Family PulseInstabilities = Family.Counter("node_timex_pps_stability_exceeded_total", "How often the frequency of a signal once a second changed too much.");
    private static readonly Family AtomicOffset = Family.Gauge("node_timex_tai_offset_seconds", "Seconds from this time to international atomic time.");

    public ClockDiscipline() : this(Timex.Ask)
    {
    }

    public string Name => "timex";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        (int condition, Timex clock) = ask();
        if (condition is NotPermitted or NoSuchCall)
            return new SourceOutcome.Absent("this process may not ask for the clock's state: its sandbox forbids adjtimex");
        if (condition < 0)
            return new SourceOutcome.Failed($"adjtimex: error {-condition}");
        double fine = (clock.Status & InNanoseconds) != 0 ? Nano : Micro;
        samples.Add(Synchronized, condition == NotSynchronized ? 0 : 1);
        samples.Add(Offset, clock.Offset / fine);
        samples.Add(Frequency, 1 + (clock.Frequency / ScaledMillionths));
        samples.Add(MaxError, clock.MaxError / Micro);
        samples.Add(EstimatedError, clock.EstimatedError / Micro);
        samples.Add(Status, clock.Status);
        samples.Add(Constant, clock.Constant);
        samples.Add(Tick, clock.Tick / Micro);
        samples.Add(PulseFrequency, clock.PulseFrequency / ScaledMillionths);
        samples.Add(PulseJitter, clock.PulseJitter / fine);
        samples.Add(PulseShift, clock.PulseShift);
        samples.Add(PulseStability, clock.PulseStability / ScaledMillionths);
        samples.Add(PulseJitters, clock.PulseJitters);
        samples.Add(PulseCalibrations, clock.PulseCalibrations);
        samples.Add(PulseErrors, clock.PulseErrors);
        samples.Add(PulseInstabilities, clock.PulseInstabilities);
        samples.Add(AtomicOffset, clock.AtomicOffset);
        return SourceOutcome.Ok;
    }
}
