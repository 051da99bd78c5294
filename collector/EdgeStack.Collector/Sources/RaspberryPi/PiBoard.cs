using System.Buffers.Binary;
using System.Globalization;
using EdgeStack.Collector.Sources.Host;
using Microsoft.Win32.SafeHandles;

namespace EdgeStack.Collector.Sources.RaspberryPi;

/// <summary>Which Raspberry Pi it is.</summary>
/// <param name="Model">As it calls itself: <c>Raspberry Pi 4 Model B Rev 1.4</c>.</param>
/// <param name="Revision">The maker's code, in hexadecimal letters; empty when it is not known.</param>
/// <param name="Soc">Its chip: <c>BCM2711</c>; empty when the code does not say.</param>
/// <param name="Memory">What it was sold with: <c>4GB</c>; empty when the code does not say.</param>
internal sealed record PiBoard(string Model, string Revision, string Soc, string Memory)
{
    // Fields of the code: documentation of Raspberry Pi, "Revision codes", new style.
    private const uint NewStyle = 1 << 23;
    private static readonly string[] Chips = ["BCM2835", "BCM2836", "BCM2837", "BCM2711", "BCM2712"];
    private static readonly string[] Memories = ["256MB", "512MB", "1GB", "2GB", "4GB", "8GB", "16GB"];

    /// <summary>Whether it has a chip for its power that can be asked.</summary>
    public bool MeasuresPower => Soc == "BCM2712";

    /// <summary>Whether that chip knows its temperature. Older firmware answers the question for the processor instead.</summary>
    public bool MeasuresPowerTemperature => Soc is "BCM2711" or "BCM2712";

    /// <summary>The board below these roots; null when it is no Raspberry Pi.</summary>
    /// <exception cref="IOException">A file is there and cannot be read.</exception>
    public static PiBoard? Read(HostRoots roots)
    {
        // /proc/device-tree is a link that leads nowhere when /proc is seen from a container.
        string? model = (KernelFile.Read(roots.InSys("firmware/devicetree/base/model")) ?? KernelFile.Read(roots.InProc("device-tree/model")))?.Trim('\0', '\n', ' ');
        if (model?.StartsWith("Raspberry Pi", StringComparison.Ordinal) != true)
            return null;
        return Of(model, RevisionOf(roots.InSys("firmware/devicetree/base/system/linux,revision")) ?? RevisionIn(KernelFile.Read(roots.InProc("cpuinfo"))) ?? "");
    }

    /// <summary>The board with this model and revision code.</summary>
    public static PiBoard Of(string model, string revision)
    {
        if (!uint.TryParse(revision, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code))
            return new PiBoard(model, "", "", "");
        return (code & NewStyle) == 0 ? new PiBoard(model, revision, "BCM2835", "") : new PiBoard(model, revision, At(Chips, (code >> 12) & 0xF), At(Memories, (code >> 20) & 0x7));
    }

    private static string? RevisionOf(string file)
    {
        if (!File.Exists(file))
            return null;
        using SafeFileHandle handle = File.OpenHandle(file);
        Span<byte> code = stackalloc byte[sizeof(uint)];
        return RandomAccess.Read(handle, code, 0) == code.Length ? BinaryPrimitives.ReadUInt32BigEndian(code).ToString("x4", CultureInfo.InvariantCulture) : null;
    }

    private static string? RevisionIn(string? cpuinfo) => cpuinfo?.Split('\n')
        .Where(line => line.StartsWith("Revision", StringComparison.Ordinal)).Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()).LastOrDefault();

    private static string At(string[] names, uint index) => index < names.Length ? names[index] : "";
}
