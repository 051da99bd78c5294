namespace EdgeStack.Provisioning.Remote;

/// <summary>What a node is asked to run, as root, with /bin/sh.</summary>
/// <param name="Text">POSIX shell. No secret stands in it: it may be shown and written down.</param>
/// <param name="Limit">After this long it is ended on the node.</param>
internal sealed record RemoteScript(string Text, TimeSpan Limit)
{
    /// <summary>What the script reads from its standard input: contents of files, statements, secrets. Never shown.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }
}
