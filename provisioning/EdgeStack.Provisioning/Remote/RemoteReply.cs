using System.Text;

namespace EdgeStack.Provisioning.Remote;

/// <summary>What came of a script on a node.</summary>
/// <param name="ExitCode">Of the script; 124 when it was ended because its time was over.</param>
/// <param name="Output">Its standard output, at most 4 MiB.</param>
/// <param name="Error">The end of its standard error, at most 64 KiB.</param>
internal sealed record RemoteReply(int ExitCode, ReadOnlyMemory<byte> Output, string Error)
{
    /// <summary>What <c>timeout</c> ends with when it had to end a script.</summary>
    public const int TimedOut = 124;

    public string Text => Encoding.UTF8.GetString(Output.Span);
}
