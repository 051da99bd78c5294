using System.Globalization;
using System.IO.Enumeration;
using System.Text;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Host;

/// <summary>Reads the small files of /proc and /sys. They have no length, may vanish at any moment, and are bounded here.</summary>
internal static class KernelFile
{
    /// <summary>No file that we read is nearly as long; /proc/interrupts of a large machine has 500 KB.</summary>
    public const int MaxLength = 4 * 1024 * 1024;

    // A file of /sys has a page at most, and a word becomes a label.
    private const int LongestWord = 4096;

    // No attribute is asked for, which would be a call for each name.
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>The whole file; null when there is none.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="encoding">UTF-8 when none is given, where other bytes become U+FFFD. Latin-1 keeps every byte, one a letter: for names that are not text.</param>
    /// <exception cref="IOException">It is there and cannot be read, or is longer than <see cref="MaxLength"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string? Read(string path, Encoding? encoding = null)
    {
        using KernelBytes file = ReadBytes(path);
        return file.Exists ? (encoding ?? Encoding.UTF8).GetString(file.Bytes) : null;
    }

    /// <summary>The whole file, for those who need no text of it; it does not exist when there is none.</summary>
    /// <exception cref="IOException">It is there and cannot be read, or is longer than <see cref="MaxLength"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static KernelBytes ReadBytes(string path)
    {
        KernelBytes file = KernelBytes.TryRead(path);
        if (file.Error == 0 || !file.Exists)
            return file;
        file.Dispose();
        throw file.Fault(path);
    }

    /// <summary>The file without blanks, line breaks and zero bytes around its text; null when there is none, or when it cannot be read, which is reported.</summary>
    public static string? ReadWord(string path, SampleWriter samples)
    {
        using KernelBytes file = ReadBytes(path, samples);
        if (file.Error != 0)
            return null;
        ReadOnlySpan<byte> word = KernelText.Trim(file.Bytes);
        if (word.Length <= LongestWord)
            return Encoding.UTF8.GetString(word);
        samples.Report($"{path}: '{Shortened(word)}' is longer than {LongestWord} bytes");
        return null;
    }

    /// <summary>The number in the file; null when there is no file, and when there is no number in it, which is reported.</summary>
    public static double? ReadNumber(string path, SampleWriter samples)
    {
        // The kernel writes no exponents and no NaN.
        const NumberStyles AsTheKernelWrites = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        using KernelBytes file = ReadBytes(path, samples);
        if (file.Error != 0)
            return null;
        ReadOnlySpan<byte> text = KernelText.Trim(file.Bytes);
        if (double.TryParse(text, AsTheKernelWrites, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
            return number;
        samples.Report($"{path}: '{Shortened(text)}' is not a number");
        return null;
    }

    /// <summary>Names of what is in a folder, in order; none when there is no such folder.</summary>
    public static IReadOnlyList<string> List(string folder)
    {
        // A look is much cheaper than an exception, and most machines lack most folders.
        if (!Directory.Exists(folder))
            return [];
        try
        {
            return [.. new FileSystemEnumerable<string>(folder, static (ref entry) => entry.FileName.ToString(), Everything).Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>A text for a message: not longer than a line, and on one.</summary>
    public static string Shortened(string text)
    {
        const int Longest = 60;
        string line = new([.. text.Take(Longest).Select(letter => char.IsControl(letter) ? '?' : letter)]);
        return text.Length > Longest ? line + "…" : line;
    }

    /// <summary>The same of what is not a text yet.</summary>
    public static string Shortened(ReadOnlySpan<byte> text) => Shortened(Encoding.UTF8.GetString(text));

    private static KernelBytes ReadBytes(string path, SampleWriter samples)
    {
        KernelBytes file = KernelBytes.TryRead(path);
        if (file.Error != 0 && file.Exists)
            samples.Report($"{path}: {file.Fault(path).Message}");
        return file;
    }
}
