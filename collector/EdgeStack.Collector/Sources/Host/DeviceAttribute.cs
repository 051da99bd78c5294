using System.Globalization;
using System.Text;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Host;

/// <summary>Reads what a driver says about a device in a file of /sys. A driver that has no answer now says so with an error, which is no fault.</summary>
internal static class DeviceAttribute
{
    // The kernel's numbers, the same on every processor: EIO, ENXIO, EAGAIN, ENODEV, EISDIR, EINVAL, ENODATA, EOPNOTSUPP, ETIMEDOUT.
    private static readonly int[] NoAnswer = [5, 6, 11, 19, 21, 22, 61, 95, 110];

    /// <summary>
    /// The file without blanks around its text; null when there is none, when the driver has no answer (it is asked once: some say "again" for ever), and when it cannot be
    /// read, which is reported.
    /// </summary>
    public static string? ReadWord(string path, SampleWriter samples)
    {
        using KernelBytes file = Read(path, samples);
        return file.Error == 0 ? Encoding.UTF8.GetString(KernelText.Trim(file.Bytes)) : null;
    }

    /// <summary>The number in the file, decimal or with 0x; null where <see cref="ReadWord"/> is, and when there is no number in it, which is reported.</summary>
    public static double? ReadNumber(string path, SampleWriter samples)
    {
        using KernelBytes file = Read(path, samples);
        if (file.Error != 0)
            return null;
        ReadOnlySpan<byte> text = KernelText.Trim(file.Bytes);
        if (TryParse(text, out double number))
            return number;
        samples.Report($"{path}: '{KernelFile.Shortened(text)}' is not a number");
        return null;
    }

    /// <summary>Whether the text is a finite number, decimal or with 0x.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        if (!text.StartsWith("0x"u8))
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
        if (!ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hexadecimal))
            return false;
        number = hexadecimal;
        return true;
    }

    /// <summary>The same of letters.</summary>
    public static bool TryParse(string text, out double number) => TryParse(Encoding.UTF8.GetBytes(text), out number);

    private static KernelBytes Read(string path, SampleWriter samples)
    {
        KernelBytes file = KernelBytes.TryRead(path);
        if (file.Error != 0 && file.Exists && !NoAnswer.Contains(file.Error))
            samples.Report($"{path}: {file.Fault(path).Message}");
        return file;
    }
}
