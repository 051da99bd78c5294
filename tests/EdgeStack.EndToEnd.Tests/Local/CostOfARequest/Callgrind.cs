using System.Globalization;
using CliWrap;

namespace EdgeStack.EndToEnd.Tests.Local.CostOfARequest;

/// <summary>Counts the instructions of a native gateway that runs under valgrind.</summary>
internal sealed class Callgrind(TemporaryFolder folder)
{
    private const string Valgrind = "/usr/bin/valgrind", Objcopy = "/usr/bin/objcopy";

    private readonly string _counts = folder.File("counts");
    private int _dumps;

    /// <summary>Why nothing can be counted here; null when it can.</summary>
    public static string? Missing => Array.Find([Valgrind, Objcopy], program => !File.Exists(program)) is { } missing ? $"{missing} is missing; tests/run installs it" : null;

    /// <summary>
    /// What makes two runs alike. Threads that look for work in circles before they sleep would be counted by the clock, and with more than
    /// one processor they hand over in more ways. A collection falls into one round and not into the next, and what it costs follows from
    /// the bytes allocated; so there is none. Valgrind has no room for the addresses that are reserved without a limit of the heap.
    /// The runtime reads sizes as hexadecimal.
    /// </summary>
    public static IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
        ["DOTNET_GCgen0size"] = "4000000",
        ["DOTNET_GCHeapHardLimit"] = "10000000",
        ["DOTNET_PROCESSOR_COUNT"] = "1",
    };

    /// <summary>The command that runs a program under valgrind, without counting yet.</summary>
    public async Task<string[]> RunningAsync(string program)
    {
        // Valgrind 3.19 cannot read the native compiler's debug file, and ends when it finds it.
        string copy = folder.File(Path.GetFileName(program));
        await Cli.Wrap(Objcopy).WithArguments(["--remove-section=.gnu_debuglink", program, copy]).ExecuteAsync(TestContext.Current.CancellationToken);
        return [Valgrind, "--tool=callgrind", "--instr-atstart=no", $"--callgrind-out-file={_counts}", copy];
    }

    /// <summary>Begins to count. Code is translated anew, which is not counted.</summary>
    public static Task CountAsync(LocalGateway gateway) => TellAsync(gateway, "instrumentation", "on");

    /// <summary>Instructions of all threads while the action ran.</summary>
    public async Task<long> CountAsync(LocalGateway gateway, Func<Task> action)
    {
        await TellAsync(gateway, "zero");
        await action();
        await TellAsync(gateway, "dump");
        const string Field = "totals: ";
        _dumps++;
        string totals = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"{_counts}.{_dumps}")).Single(line => line.StartsWith(Field, StringComparison.Ordinal));
        return long.Parse(totals.AsSpan(Field.Length), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static async Task TellAsync(LocalGateway gateway, params string[] words) => await Cli.Wrap("/usr/bin/vgdb")
        .WithArguments([$"--pid={gateway.ProcessId}", .. words]).ExecuteAsync(TestContext.Current.CancellationToken);
}
