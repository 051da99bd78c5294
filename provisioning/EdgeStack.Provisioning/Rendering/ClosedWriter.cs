using System.Text;

namespace EdgeStack.Provisioning.Rendering;

/// <summary>Standard output of a program that was started without one (<c>&gt;&amp;-</c>).</summary>
internal sealed class ClosedWriter : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => throw new IOException("it is closed");
}
