using System.Text;

namespace EdgeStack.Provisioning.Rendering;

/// <summary>
/// Survives a full disk and a closed stream: the first fault is reported, then everything is dropped. A reader that went away
/// (<c>| head -1</c>) is no fault; the console's own stream is silent about it.
/// </summary>
internal sealed class EnduringWriter(TextWriter inner, Action<Exception> onFault) : TextWriter
{
    private bool _failed;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        if (_failed)
            return;
        try
        {
            write();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _failed = true;
            onFault(fault);
        }
    }
}
