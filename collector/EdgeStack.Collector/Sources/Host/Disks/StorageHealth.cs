using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Disks;

/// <summary>
/// What SD cards, eMMC, USB disks and NVMe say about their health, of /sys. A plain SD card says nothing about its wear, and is never asked by a command: cards are known
/// to vanish after one. Serial numbers are never read.
/// </summary>
internal sealed class StorageHealth : IHostReading
{
    private const double Kibibyte = 1024;

    // JESD84-B51, DEVICE_LIFE_TIME_EST: 1 is up to a tenth of the life, 10 is all of it, 11 is more; 0 is not told.
    private const int LifeSteps = 10, LifeExceeded = 11;

    private static readonly string[] EndOfLifeStates = ["normal", "warning", "urgent"];

    private static readonly Family About = Family.Gauge("edgestack_storage_info", "What a disk or a card is; always 1.",
        "device", "kind", "manfid", "oemid", "name", "date");

    private static readonly Family LifeUsed = Family.Gauge("edgestack_storage_life_used_ratio",
        "How much of its life an eMMC has used at most, in steps of a tenth; 1.1 when it is over.", "device", "region");

    private static readonly Family EndOfLife = Family.Gauge("edgestack_storage_pre_eol_state",
        "Whether the spare blocks of an eMMC are in this state: warning is 80 % used, urgent is 90 %.", "device", "state");

    private static readonly Family Written = Family.Counter("edgestack_storage_lifetime_written_bytes_total",
        "Bytes that were written to an ext4 file system since it was made, over restarts.", "device");

    private static readonly Family Errors = Family.Counter("edgestack_ext4_errors_total", "Errors that an ext4 file system found in itself since it was last checked.", "device");

    private static readonly Family LastError = Family.Gauge("edgestack_ext4_last_error_timestamp_seconds", "When an ext4 file system last found an error in itself.", "device");

    private static readonly Family IoErrors = Family.Counter("edgestack_scsi_io_errors_total", "Commands that a SCSI or USB disk ended with an error.", "device");

    private static readonly Family Timeouts = Family.Counter("edgestack_scsi_timeouts_total", "Commands that a SCSI or USB disk did not answer in time.", "device");

    public string Name => "storage";

    public TimeSpan Every { get; } = TimeSpan.FromMinutes(1);

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        bool any = false;
        foreach (string device in KernelFile.List(roots.InSys("block")))
        {
            string folder = roots.InSys($"block/{device}");
            if (KindOf(folder, device, samples) is not { } kind)
                continue;
            any = true;
            AddAbout(folder, device, kind, samples);
            if (kind == "emmc")
                AddWear(folder, device, samples);
            AddHex(IoErrors, $"{folder}/device/ioerr_cnt", device, samples);
            AddHex(Timeouts, $"{folder}/device/iotmo_cnt", device, samples);
        }

        foreach (string device in KernelFile.List(roots.InSys("fs/ext4")).Where(device => device != "features"))
        {
            any = true;
            AddFileSystem(roots.InSys($"fs/ext4/{device}"), device, samples);
        }

        return any ? SourceOutcome.Ok : new SourceOutcome.Absent("there is no disk, card or ext4 file system whose health is told");
    }

    // The eMMC's boot areas are devices of their own (mmcblk0boot0), and have no health of their own.
    private static string? KindOf(string folder, string device, SampleWriter samples)
    {
        if (device.StartsWith("mmcblk", StringComparison.Ordinal) && device["mmcblk".Length..].All(char.IsAsciiDigit))
        {
            return KernelFile.ReadWord($"{folder}/device/type", samples) switch
            {
                "SD" => "sd",
                "MMC" => "emmc",
                _ => null,
            };
        }

        if (device.StartsWith("nvme", StringComparison.Ordinal))
            return "nvme";
        if (!device.StartsWith("sd", StringComparison.Ordinal))
            return null;
        // The link leads through the bus: ../devices/platform/scb/fd500000.pcie/.../usb2/2-1/2-1:1.0/host0/...
        string target = new DirectoryInfo(folder).LinkTarget ?? "";
        return target.Contains("/usb", StringComparison.Ordinal) ? "usb" : "disk";
    }

    private static void AddAbout(string folder, string device, string kind, SampleWriter samples)
    {
        string name = kind is "sd" or "emmc" ? Of("name") : $"{Of("vendor")} {Of("model")}".Trim();
        samples.Add(About, 1, device, kind, Of("manfid"), Of("oemid"), name, Of("date"));

        string Of(string attribute) => KernelFile.ReadWord($"{folder}/device/{attribute}", samples) ?? "";
    }

    private static void AddWear(string folder, string device, SampleWriter samples)
    {
        string path = $"{folder}/device/life_time";
        if (KernelFile.ReadWord(path, samples) is { } text)
        {
            string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (int i = 0; i < 2; i++)
            {
                if (i < words.Length && Hex(words[i]) is { } step and <= LifeExceeded)
                {
                    if (step > 0)
                        samples.Add(LifeUsed, (double)step / LifeSteps, device, i == 0 ? "a" : "b");
                }
                else
                {
                    samples.Report($"{path}: '{KernelFile.Shortened(text)}' is not two steps of a life time");
                    break;
                }
            }
        }

        path = $"{folder}/device/pre_eol_info";
        if (KernelFile.ReadWord(path, samples) is not { } info)
            return;
        if (Hex(info) is not { } state || state > (ulong)EndOfLifeStates.Length)
            samples.Report($"{path}: '{KernelFile.Shortened(info)}' is not a state");
        else if (state > 0)
        {
            for (int i = 0; i < EndOfLifeStates.Length; i++)
                samples.Add(EndOfLife, state == (ulong)i + 1 ? 1 : 0, device, EndOfLifeStates[i]);
        }
    }

    private static void AddFileSystem(string folder, string device, SampleWriter samples)
    {
        if (KernelFile.ReadNumber($"{folder}/lifetime_write_kbytes", samples) is { } written)
            samples.Add(Written, written * Kibibyte, device);
        if (KernelFile.ReadNumber($"{folder}/errors_count", samples) is { } errors)
            samples.Add(Errors, errors, device);
        if (KernelFile.ReadNumber($"{folder}/last_error_time", samples) is { } time and > 0)
            samples.Add(LastError, time, device);
    }

    private static void AddHex(Family family, string path, string device, SampleWriter samples)
    {
        if (KernelFile.ReadWord(path, samples) is not { } text)
            return;
        if (Hex(text) is { } number)
            samples.Add(family, number, device);
        else
            samples.Report($"{path}: '{KernelFile.Shortened(text)}' is not a hexadecimal number");
    }

    // With 0x or without: older kernels print pre_eol_info so.
    private static ulong? Hex(string text) =>
        ulong.TryParse(text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text.AsSpan(2) : text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number) ? number : null;
}
