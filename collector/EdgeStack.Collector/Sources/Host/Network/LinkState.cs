using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Host.Network;

/// <summary>What of a network device is read every time. While it stays the same, the rest of the device does too, as far as the kernel changes it by itself.</summary>
/// <param name="Index">The kernel's number of it: another device may have the same name.</param>
/// <param name="Operation">Whether it can be used: <c>up</c>, <c>down</c>, ...</param>
/// <param name="Flags">The kernel's flags, as a hexadecimal number.</param>
/// <param name="Carrier">Whether there is a line.</param>
/// <param name="Changes">How often the line came or went.</param>
internal sealed record LinkState(double? Index, string Operation, string Flags, double? Carrier, double? Changes)
{
    public static LinkState Read(string folder, SampleWriter samples)
    {
        return new LinkState(Number("ifindex"), Word("operstate"), Word("flags"), Number("carrier"), Number("carrier_changes"));

        double? Number(string file) => DeviceAttribute.ReadNumber(Path.Combine(folder, file), samples);

        string Word(string file) => DeviceAttribute.ReadWord(Path.Combine(folder, file), samples) ?? "";
    }
}
