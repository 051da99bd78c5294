using System.Globalization;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Host;

/// <summary>Reads what a driver says about a device in a file of /sys. A driver that has no answer now says so with an error, which is no fault.</summary>
internal static class DeviceAttribute
{
    // The kernel's numbers, the same on every processor: EIO, ENXIO, EAGAIN, ENODEV, EINVAL, ENODATA, EOPNOTSUPP, ETIMEDOUT.
    private static readonly int[] NoAnswer = [5, 6, 11, 19, 22, 61, 95, 110];

    /// <summary>
    /// The file without blanks around its text; null when there is none, when the driver has no answer (it is asked once: some say "again" for ever), and when it cannot be
    /// read, which is reported.
    /// </summary>
    public static string? ReadWord(string path, SampleWriter samples)
    {
        // A stat is much cheaper than an exception, and most devices lack some of their class's files.
        if (!File.Exists(path))
            return null;
        try
        {
            return KernelFile.Read(path)?.Trim(' ', '\t', '\n', '\r', '\0');
        }
        catch (IOException fault) when (NoAnswer.Contains(fault.HResult))
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            samples.Report($"{path}: {fault.Message}");
            return null;
        }
    }

    /// <summary>The number in the file, decimal or with 0x; null where <see cref="ReadWord"/> is, and when there is no number in it, which is reported.</summary>
    public static double? ReadNumber(string path, SampleWriter samples)
    {
        if (ReadWord(path, samples) is not { } text)
            return null;
        if (TryParse(text, out double number))
            return number;
        samples.Report($"{path}: '{KernelFile.Shortened(text)}' is not a number");
        return null;
    }

    /// <summary>Whether the text is a finite number, decimal or with 0x.</summary>
    public static bool TryParse(string text, out double number)
    {
        number = 0;
        if (!text.StartsWith("0x", StringComparison.Ordinal))
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
        if (!ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hexadecimal))
            return false;
        number = hexadecimal;
        return true;
    }
}
