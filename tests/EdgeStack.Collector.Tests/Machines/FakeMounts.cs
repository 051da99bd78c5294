using System.Globalization;
using System.Text;
using EdgeStack.Collector.Sources.Host.FileSystems;

namespace EdgeStack.Collector.Tests.Machines;

/// <summary>
/// What a machine's mounts answer, of its file <c>statfs</c>: <c>/srv 4096 blocks free available files free-files</c>, or <c>/srv errno 116 Stale file handle</c>. Others
/// are not there.
/// </summary>
internal static class FakeMounts
{
    public static MountInquiry Of(Machine machine) => new(TimeProvider.System, path => Answer(machine, path)) { MaxIdle = 0 };

    private static MountAnswer Answer(Machine machine, byte[] path)
    {
        string point = Encoding.Latin1.GetString(path)[machine.Path.Length..^1];
        foreach (string line in File.ReadAllLines(machine.In("statfs"), Encoding.Latin1))
        {
            string[] words = line.Split(' ');
            if (MountTable.Unescape(words[0]) != point)
                continue;
            if (words[1] == "errno")
                return new MountAnswer.Refused(int.Parse(words[2], CultureInfo.InvariantCulture), string.Join(' ', words[3..]));
            double[] numbers = [.. words[1..].Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
            return new MountAnswer.Size(new FileSystemSize(numbers[1] * numbers[0], numbers[2] * numbers[0], numbers[3] * numbers[0], numbers[4], numbers[5]));
        }

        return new MountAnswer.Refused(2, "No such file or directory");
    }
}
