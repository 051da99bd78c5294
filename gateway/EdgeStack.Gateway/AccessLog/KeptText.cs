using System.Runtime.InteropServices;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>Where a text lies in a <see cref="LetterRing"/>.</summary>
/// <param name="Start">Its first letter.</param>
/// <param name="Length">Its letters; negative when there is no text.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KeptText(int Start, int Length)
{
    public static readonly KeptText None = new(0, -1);

    public bool IsNone => Length < 0;
}
