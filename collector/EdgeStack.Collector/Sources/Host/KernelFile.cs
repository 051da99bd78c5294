using System.Buffers;
using System.Globalization;
using System.Text;
using EdgeStack.Collector.Exposition;
using Microsoft.Win32.SafeHandles;

namespace EdgeStack.Collector.Sources.Host;

/// <summary>Reads the small files of /proc and /sys. They have no length, may vanish at any moment, and are bounded here.</summary>
internal static class KernelFile
{
    /// <summary>No file that we read is nearly as long; /proc/interrupts of a large machine has 500 KB.</summary>
    public const int MaxLength = 4 * 1024 * 1024;

    private const int UsualLength = 16 * 1024;

    /// <summary>The whole file; null when there is none.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="encoding">UTF-8 when none is given, where other bytes become U+FFFD. Latin-1 keeps every byte, one a letter: for names that are not text.</param>
    /// <exception cref="IOException">It is there and cannot be read, or is longer than <see cref="MaxLength"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string? Read(string path, Encoding? encoding = null)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(UsualLength);
        try
        {
            // The kernel makes such a file when it is read, and its length is 0 or a guess: read to the end.
            using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            int length = 0;
            while (RandomAccess.Read(handle, buffer.AsSpan(length), length) is > 0 and var read)
            {
                length += read;
                if (length > MaxLength)
                    throw new IOException($"{path} is longer than {MaxLength} bytes");
                if (length == buffer.Length)
                    buffer = Grown(buffer);
            }

            return (encoding ?? Encoding.UTF8).GetString(buffer, 0, length);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The file without blanks, line breaks and zero bytes around its text; null when there is none, or when it cannot be read, which is reported.</summary>
    public static string? ReadWord(string path, SampleWriter samples)
    {
        try
        {
            return Read(path)?.Trim(' ', '\t', '\n', '\r', '\0');
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            samples.Report($"{path}: {fault.Message}");
            return null;
        }
    }

    /// <summary>The number in the file; null when there is no file, and when there is no number in it, which is reported.</summary>
    public static double? ReadNumber(string path, SampleWriter samples)
    {
        if (ReadWord(path, samples) is not { } text)
            return null;
        // The kernel writes no exponents and no NaN.
        const NumberStyles AsTheKernelWrites = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (double.TryParse(text, AsTheKernelWrites, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
            return number;
        samples.Report($"{path}: '{Shortened(text)}' is not a number");
        return null;
    }

    /// <summary>Names of what is in a folder, in order; none when there is no such folder.</summary>
    public static IReadOnlyList<string> List(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];
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

    private static byte[] Grown(byte[] full)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(2 * full.Length);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
