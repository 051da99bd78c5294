using System.Runtime.InteropServices;
using System.Text;

namespace EdgeStack.Collector.Sources.Host.Kernel;

/// <summary>uname(2).</summary>
internal static partial class Uname
{
    // Six texts of 65 bytes, the last of them the domain: the same on every architecture of Linux.
    private const int TextLength = 65, Texts = 6, MachineText = 4;

    /// <summary>The kernel's word for the architecture, <c>aarch64</c>; empty when it does not say.</summary>
    public static string Machine()
    {
        byte[] texts = new byte[Texts * TextLength];
        if (Call(texts) != 0)
            return "";
        ReadOnlySpan<byte> machine = texts.AsSpan(MachineText * TextLength, TextLength);
        return Encoding.UTF8.GetString(machine[..machine.IndexOf((byte)0)]);
    }

    [LibraryImport("libc", EntryPoint = "uname")]
    private static partial int Call(Span<byte> texts);
}
