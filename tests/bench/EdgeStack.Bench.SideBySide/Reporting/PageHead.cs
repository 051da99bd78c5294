using CliWrap;
using CliWrap.Buffered;
using EdgeStack.Bench.SideBySide.Contestants;

namespace EdgeStack.Bench.SideBySide.Reporting;

/// <summary>What was run, when, where and on what.</summary>
internal static class PageHead
{
    /// <param name="arguments">Of the command line.</param>
    /// <param name="measured">How long and how often, in words.</param>
    public static async Task<string> WriteAsync(IEnumerable<string> arguments, string measured)
    {
        string commit = await OutputAsync("git", "-C", RepositoryRoot.Path, "describe", "--always", "--dirty", "--abbrev=10");
        string versions = string.Join(", ",
            (await OutputAsync("nginx", "-v")).Replace("nginx version: ", "", StringComparison.Ordinal),
            string.Join(' ', (await OutputAsync("haproxy", "-v")).Split(' ').Take(3)),
            $"Caddy {(await OutputAsync("caddy", "version")).Split(' ')[0]}");
        return $"""
            # Side by side

            `{string.Join(' ', ["tests/bench/run", .. arguments])}` at {commit}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}, on a machine with {Environment.ProcessorCount} cores
            ({Processor()}), which proxy, backend and load share. .NET {Environment.Version}, {versions}. {measured}
            Ratios are medians of the rounds' own ratios, with the least and the most. What the figures mean: [README](../README.md).

            """;
    }

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[1] ?? "processor unnamed";

    // Some tell their version on standard error. What cannot be asked is left out.
    private static async Task<string> OutputAsync(string program, params IEnumerable<string> arguments)
    {
        try
        {
            BufferedCommandResult result = await Cli.Wrap(Programs.Find(program) ?? program).WithArguments(arguments).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
            return (result.StandardOutput + result.StandardError).Split('\n')[0];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"no {program}";
        }
    }
}
