namespace EdgeStack.Provisioning.Tests.Local;

/// <summary>A shell script in the gateway's place.</summary>
internal static class StandInGateway
{
    /// <summary>Waits without a clock until it is told to stop; the child goes with it.</summary>
    public const string WaitForStop = "tail -f /dev/null & child=$!\ntrap 'kill $child; echo stopping >&2; exit 0' INT TERM\necho waiting >&2\nwait $child\n";

    /// <summary>Hears no signal but the last; <c>exec</c>, so that killing it leaves nothing behind.</summary>
    public const string NeverStop = "trap '' INT TERM\necho waiting >&2\nexec tail -f /dev/null\n";

    public static void Write(TemporaryFolder folder, string script) => MakeExecutable(folder.Write("edgestack-gateway", $"#!/bin/sh\n{script}"));

    public static void MakeExecutable(string file)
    {
#pragma warning disable CA1416 // The command line is for Linux; so are its tests.
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
    }
}
