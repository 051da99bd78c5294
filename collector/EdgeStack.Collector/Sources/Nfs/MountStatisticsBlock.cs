using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Sources.Host.FileSystems;

namespace EdgeStack.Collector.Sources.Nfs;

/// <summary>What mountstats says about one NFS mount.</summary>
/// <param name="Device"><c>nas:/srv/data</c></param>
/// <param name="Point">Where it is mounted.</param>
/// <param name="Age">Seconds since it was.</param>
/// <param name="Bytes">Eight counts of bytes and pages.</param>
/// <param name="Transports">The connections to the server, each with its protocol, its port and its counts.</param>
/// <param name="Operations">Each with its counts and times in milliseconds; the ninth number, errors, is there since Linux 5.3.</param>
internal sealed record MountStatisticsBlock(string Device, string Point, ulong? Age, ImmutableArray<ulong> Bytes, ImmutableArray<(string Protocol, ImmutableArray<ulong> Numbers)> Transports,
    ImmutableArray<(string Name, ImmutableArray<ulong> Numbers)> Operations)
{
    private const string BeginsWith = "device ";

    /// <summary>The blocks of NFS mounts, in the file's order. A line that is not understood is reported, and is not part of its block.</summary>
    public static IEnumerable<MountStatisticsBlock> All(string text, string path, SampleWriter samples)
    {
        MountStatisticsBlock? block = null;
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith(BeginsWith, StringComparison.Ordinal))
            {
                if (block is not null)
                    yield return block;
                block = Begin(line);
            }
            else if (block is not null)
            {
                block = block.With(line, path, samples);
            }
        }

        if (block is not null)
            yield return block;
    }

    // device nas:/srv/data mounted on /mnt/data with fstype nfs4 statvers=1.1
    private static MountStatisticsBlock? Begin(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["device", var device, "mounted", "on", var point, "with", "fstype", "nfs" or "nfs4", ..]
        ? new MountStatisticsBlock(MountTable.Unescape(device), MountTable.Unescape(point), null, [], [], [])
        : null;

    private MountStatisticsBlock With(string line, string path, SampleWriter samples)
    {
        string[] words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        // Below the head an operation is a word in capitals; all other lines are of no use here.
        if (words.Length < 2 || !(words[0] is "age:" or "bytes:" or "xprt:" || (words[0].EndsWith(':') && words[0][..^1].All(letter => char.IsAsciiLetterUpper(letter) || letter == '_'))))
            return this;
        bool isTransport = words[0] == "xprt:";
        ImmutableArray<ulong> numbers = Numbers(words[(isTransport ? 2 : 1)..]);
        if (numbers.IsDefault)
        {
            samples.Report($"{path}: '{KernelFile.Shortened(line.Trim())}' of {Point} has something that is not a number");
            return this;
        }

        return words[0] switch
        {
            "age:" => this with { Age = numbers[0] },
            "bytes:" => this with { Bytes = numbers },
            "xprt:" => this with { Transports = Transports.Add((words[1], numbers)) },
            _ => this with { Operations = Operations.Add((words[0][..^1], numbers)) },
        };
    }

    private static ImmutableArray<ulong> Numbers(string[] words)
    {
        ulong[] numbers = new ulong[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!ulong.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return default;
        }

        return [.. numbers];
    }
}
