using System.Runtime.InteropServices;

namespace EdgeStack.Bench.SideBySide.Load;

/// <summary>Waits on many sockets with the resolution of the kernel's timers; select and poll of .NET count in milliseconds.</summary>
internal static partial class Readable
{
    private const short Input = 1; // POLLIN

    public static Descriptor Of(int descriptor) => new() { Number = descriptor, Events = Input };

    /// <summary>Returns when one of them has something to read, has ended, or the time is over.</summary>
    public static void Wait(Descriptor[] descriptors, TimeSpan atMost)
    {
        Time time = new() { Seconds = (nint)atMost.TotalSeconds, Nanoseconds = (nint)(atMost.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick) };
        _ = Poll(descriptors, (nuint)descriptors.Length, time, 0);
    }

    [LibraryImport("libc", EntryPoint = "ppoll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Poll([In, Out] Descriptor[] descriptors, nuint count, in Time timeout, nint signals);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Descriptor
    {
        public int Number;
        public short Events;
        public short Returned;

        public readonly bool IsReady => Returned != 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
