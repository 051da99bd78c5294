using System.Runtime.InteropServices;

namespace EdgeStack.Collector.Sources.Host.Kernel;

/// <summary>
/// adjtimex(2)'s <c>struct timex</c>. C's <c>long</c> is a machine word on Linux, so that words and ints in this order lie as C lays them on x64, arm64 and, for the C library's
/// function of that name, on 32-bit ARM. The size is that of 64 bits, which has room for the spare ints at the end everywhere.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 208)]
internal partial struct Timex
{
    // 0 changes nothing, for which no privilege is needed.
    public uint Modes;
    public nint Offset;
    public nint Frequency;
    public nint MaxError;
    public nint EstimatedError;
    public int Status;
    public nint Constant;
    public nint Precision;
    public nint Tolerance;
    public nint Seconds;
    public nint Fraction;
    public nint Tick;
    public nint PulseFrequency;
    public nint PulseJitter;
    public int PulseShift;
    public nint PulseStability;
    public nint PulseJitters;
    public nint PulseCalibrations;
    public nint PulseErrors;
    public nint PulseInstabilities;
    public int AtomicOffset;

    /// <summary>Asks the kernel: the clock's condition (TIME_OK, ..., TIME_ERROR), or its error as a negative number.</summary>
    public static (int Condition, Timex Clock) Ask()
    {
        Timex clock = default;
        int condition = Call(ref clock);
        return (condition < 0 ? -Marshal.GetLastPInvokeError() : condition, clock);
    }

    [LibraryImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    private static partial int Call(ref Timex clock);
}
