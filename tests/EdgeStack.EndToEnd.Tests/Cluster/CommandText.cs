using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests.Cluster;

internal static class CommandText
{
    /// <summary>Runs to the end and returns the output without its last line break.</summary>
    public static async Task<string> ReadAsync(this Command command) =>
        (await command.ExecuteBufferedAsync(TestContext.Current.CancellationToken)).StandardOutput.Trim();
}
