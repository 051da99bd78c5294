using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Host;

namespace EdgeStack.Collector.Sources.Nfs;

/// <summary>A file of /proc/net/rpc: lines of a word and numbers. Kernels add lines and numbers, so both are found by place and none is demanded.</summary>
internal sealed class RpcFile
{
    private readonly Dictionary<string, ImmutableArray<ulong>> _lines = new(StringComparer.Ordinal);

    private RpcFile()
    {
    }

    /// <summary>The file; null when there is none, as without the kernel's module.</summary>
    public static RpcFile? Read(string path, SampleWriter samples)
    {
        if (KernelFile.Read(path) is not { } text)
            return null;
        RpcFile file = new();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            ImmutableArray<ulong> numbers = [.. words.Skip(1).Select(Number).TakeWhile(number => number is not null).Select(number => number!.Value)];
            // The threads' line goes on with times, which are no counts: they were of use before Linux 2.6.30.
            if (numbers.Length < words.Length - 1 && words[0] != "th")
                samples.Report($"{path}: '{KernelFile.Shortened(line)}' has something that is not a number");
            else if (!file._lines.TryAdd(words[0], numbers))
                samples.Report($"{path}: '{KernelFile.Shortened(words[0])}' stands there twice; the first counts");
        }

        return file;
    }

    /// <summary>The number at a place of a line; null when the line, or the place, is not there.</summary>
    public ulong? this[string line, int place] => _lines.TryGetValue(line, out ImmutableArray<ulong> numbers) && place < numbers.Length ? numbers[place] : null;

    /// <summary>The counts of a line that says itself how many they are; none when it is not there.</summary>
    public ImmutableArray<ulong> Counts(string line, string path, SampleWriter samples)
    {
        if (!_lines.TryGetValue(line, out ImmutableArray<ulong> numbers))
            return [];
        if (numbers.Length > 0 && numbers[0] == (ulong)numbers.Length - 1)
            return numbers[1..];
        samples.Report($"{path}: {line} says that it has {(numbers.Length > 0 ? numbers[0] : 0)} numbers and has {Math.Max(numbers.Length - 1, 0)}");
        return [];
    }

    /// <summary>Adds the number at a place of a line, when there is one.</summary>
    public void Add(Family family, string line, int place, SampleWriter samples, params ReadOnlySpan<string> labels)
    {
        if (this[line, place] is { } number)
            samples.Add(family, number, labels);
    }

    private static ulong? Number(string word) => ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : null;
}
