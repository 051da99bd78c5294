using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace EdgeStack.Gateway.State;

/// <summary>
/// One file in two generations. Each begins with a line that says what it is, its version and the checksum of the rest, so that a power cut,
/// a worn card and another program are noticed: then the earlier generation counts.
/// </summary>
/// <param name="path">Of the newer generation; the earlier one has <c>.1</c> behind it, the one being written <c>.next</c>.</param>
/// <param name="version">Of the content. Another one is never read: a wrong guess would serve wrong routes.</param>
internal sealed class StateFile(string path, int version)
{
    private const string Mark = "edgestack-state";
    private const int LongestHeader = 128;

    private string? _digest;

    private string Earlier => path + ".1";

    /// <summary>The newest generation that is whole, or none.</summary>
    public StateReading Read()
    {
        ImmutableArray<string>.Builder faults = ImmutableArray.CreateBuilder<string>();
        foreach (string generation in (string[])[path, Earlier])
        {
            if (!File.Exists(generation))
                continue;
            try
            {
                byte[] bytes = File.ReadAllBytes(generation);
                if (Fault(bytes, out int start) is { } fault)
                {
                    faults.Add($"{generation} {fault}");
                    continue;
                }

                if (generation == path)
                    _digest = DigestOf(bytes.AsSpan(start));
                return new StateReading(bytes[start..], new DateTimeOffset(File.GetLastWriteTimeUtc(generation), TimeSpan.Zero), faults.ToImmutable());
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                faults.Add($"{generation} cannot be read: {fault.Message}");
            }
        }

        return new StateReading(null, null, faults.ToImmutable());
    }

    /// <summary>Replaces the content so that a power cut at any moment leaves the old or the new one. What is the same is not written again.</summary>
    /// <returns>False when it was the same.</returns>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is read-only.</exception>
    public bool Write(ReadOnlySpan<byte> content)
    {
        string digest = DigestOf(content);
        if (digest == _digest && File.Exists(path))
            return false;
        string next = path + ".next";
        File.Delete(next);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (FileStream stream = new(next, options))
        {
            stream.Write(Encoding.ASCII.GetBytes($"{Mark} {version} {digest}\n"));
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        // A newer generation that is not known to be whole must not push out the earlier one.
        if (_digest is not null && File.Exists(path))
            File.Move(path, Earlier, overwrite: true);
        File.Move(next, path, overwrite: true);
        _digest = digest;
        FolderFlush.Flush(Path.GetDirectoryName(path)!);
        return true;
    }

    private string? Fault(byte[] bytes, out int start)
    {
        int end = bytes.AsSpan(0, Math.Min(bytes.Length, LongestHeader)).IndexOf((byte)'\n');
        start = end + 1;
        if (end < 0 || Encoding.ASCII.GetString(bytes, 0, end).Split(' ') is not [Mark, string of, string digest])
            return "is damaged: it does not begin as it should";
        if (of != version.ToString())
            return $"is of version {of}, and this program reads version {version}";
        return DigestOf(bytes.AsSpan(start)) == digest ? null : "is damaged: its checksum does not fit its content";
    }

    private static string DigestOf(ReadOnlySpan<byte> content) => Convert.ToHexString(SHA256.HashData(content));
}
