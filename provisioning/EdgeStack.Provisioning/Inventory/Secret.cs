using System.Text;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>A value that nobody may see: it has no text of its own, so that it cannot slip into a message, a log or a diff.</summary>
internal sealed class Secret(string value)
{
    /// <summary>Instead of the value.</summary>
    public const string Mask = "***";

    /// <summary>For the standard input of a program, and nothing else.</summary>
    public string Reveal() => value;

    public byte[] RevealBytes() => Encoding.UTF8.GetBytes(value);

    public override string ToString() => Mask;
}
