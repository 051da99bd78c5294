using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Host.Disks;

/// <summary>What a block device is, as udev and the kernel know it.</summary>
/// <param name="About">Path, world wide name, model, serial number, revision, and whether it turns; empty texts where that is not known.</param>
/// <param name="FileSystem">Type, use, number and version of the file system that it holds; none when it holds none.</param>
internal sealed record DiskFacts(ImmutableArray<string> About, ImmutableArray<string> FileSystem)
{
    public static DiskFacts Read(HostRoots roots, string major, string minor, string device, SampleWriter samples)
    {
        IReadOnlyDictionary<string, string> udev = UdevProperties.Of(roots, major, minor, samples);
        string rotational = KernelFile.ReadWord(roots.InSys($"block/{device}/queue/rotational"), samples) ?? "";
        string serial = Of("SCSI_IDENT_SERIAL") is { Length: > 0 } printed ? printed : Of("ID_SERIAL_SHORT") is { Length: > 0 } own ? own : Of("ID_SERIAL");
        return new DiskFacts([Of("ID_PATH"), Of("ID_WWN"), Of("ID_MODEL"), serial, Of("ID_REVISION"), rotational],
            Of("ID_FS_TYPE") is { Length: > 0 } type ? [type, Of("ID_FS_USAGE"), Of("ID_FS_UUID"), Of("ID_FS_VERSION")] : []);

        string Of(string name) => udev.GetValueOrDefault(name, "");
    }
}
