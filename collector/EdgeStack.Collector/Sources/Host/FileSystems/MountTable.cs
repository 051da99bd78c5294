using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Host.FileSystems;

/// <summary>What is mounted on the machine, of process 1's mountinfo: the reader's own would be that of its container.</summary>
internal static class MountTable
{
    private const string Address = "addr=";

    /// <summary>The mounts in the kernel's order; of several at one place only the last, which hides the others.</summary>
    /// <exception cref="IOException">There is no such table, or it cannot be read.</exception>
    public static ImmutableArray<Mount> Read(HostRoots roots, SampleWriter samples)
    {
        // Names of files are bytes, and need not be text: Latin-1 keeps them.
        string path = roots.InProc("1/mountinfo");
        string? text = KernelFile.Read(path, Encoding.Latin1);
        bool isOwn = text is null;
        if (text is null)
        {
            // Where process 1 may not be seen (hidepid) the reader's own table is the best there is.
            path = roots.InProc("self/mountinfo");
            text = KernelFile.Read(path, Encoding.Latin1) ?? throw new FileNotFoundException($"{path} is missing");
        }

        List<Mount> mounts = [];
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Parse(line) is not { } mount)
                samples.Report($"{path}: '{KernelFile.Shortened(line)}' is not a mount");
            else if (!isOwn)
                mounts.Add(mount);
            else if (Below(roots.RootFs, mount) is { } seen)
                mounts.Add(seen);
        }

        mounts.Reverse();
        return [.. mounts.DistinctBy(mount => mount.Path, StringComparer.Ordinal).Reverse()];
    }

    /// <summary>
    /// Whether the text is anywhere in the table, which is seen much faster than the table is taken apart: a node has a mount for each volume of each pod. True when there is no
    /// table: reading it says why.
    /// </summary>
    public static bool MayHave(HostRoots roots, ReadOnlySpan<byte> text)
    {
        using KernelBytes table = KernelBytes.TryRead(roots.InProc("1/mountinfo"));
        return table.Error != 0 || table.Bytes.IndexOf(text) >= 0;
    }

    /// <summary>A line of mountinfo in Latin-1; null when it is none.</summary>
    public static Mount? Parse(string line)
    {
        // 36 35 179:2 / /mnt/data rw,noatime shared:1 - ext4 /dev/mmcblk0p2 rw,errors=remount-ro
        const int FixedWords = 6, WordsBehind = 3;
        string[] words = line.Split(' ');
        int dash = Array.IndexOf(words, "-", Math.Min(FixedWords, words.Length));
        if (dash < 0 || words.Length < dash + 1 + WordsBehind || !uint.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return null;
        string[] number = words[2].Split(':');
        if (number.Length != 2 || !uint.TryParse(number[0], NumberStyles.None, CultureInfo.InvariantCulture, out uint major)
            || !uint.TryParse(number[1], NumberStyles.None, CultureInfo.InvariantCulture, out uint minor))
            return null;
        string[] options = words[5].Split(','), superOptions = words[dash + 3].Split(',');
        string path = Unescape(words[4]);
        return !path.StartsWith('/') ? null : new Mount
        {
            Id = words[0],
            Device = Text(Unescape(words[dash + 2])),
            Point = Text(path),
            Path = path,
            Type = Text(Unescape(words[dash + 1])),
            Number = (major, minor),
            IsReadOnly = options.Contains("ro") || superOptions.Contains("ro") || superOptions.Contains("emergency_ro"),
            ServerAddress = superOptions.FirstOrDefault(option => option.StartsWith(Address, StringComparison.Ordinal))?[Address.Length..] ?? "",
        };
    }

    /// <summary>The kernel writes blanks, tabs, line breaks and backslashes as <c>\040</c>.</summary>
    public static string Unescape(string word)
    {
        if (!word.Contains('\\', StringComparison.Ordinal))
            return word;
        StringBuilder text = new(word.Length);
        for (int i = 0; i < word.Length; i++)
        {
            if (word[i] == '\\' && i + 3 < word.Length && word[i + 1] is >= '0' and <= '3' && word[i + 2] is >= '0' and <= '7' && word[i + 3] is >= '0' and <= '7')
            {
                text.Append((char)(((word[i + 1] - '0') << 6) | ((word[i + 2] - '0') << 3) | (word[i + 3] - '0')));
                i += 3;
            }
            else
            {
                text.Append(word[i]);
            }
        }

        return text.ToString();
    }

    // In the reader's own table the machine's mounts stand below where its root is seen; others are the container's.
    private static Mount? Below(string root, Mount mount)
    {
        string prefix = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(root.TrimEnd('/')));
        if (prefix.Length == 0)
            return mount;
        if (mount.Path != prefix && !mount.Path.StartsWith(prefix + "/", StringComparison.Ordinal))
            return null;
        string path = mount.Path.Length == prefix.Length ? "/" : mount.Path[prefix.Length..];
        return mount with { Path = path, Point = Text(path) };
    }

    private static string Text(string latin) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(latin));
}
