using System.Text;
using EdgeStack.Collector.Sources.Host;

namespace EdgeStack.Collector.Tests.Machines;

/// <summary>
/// A machine as files: the trees of a folder beside this file, unpacked. A line <c>== path</c> begins a file, its content follows as it is; <c>== path -> target</c> is a
/// symbolic link and <c>== path/</c> an empty folder. In a content <c>\0</c> is a zero byte and <c>\xNN</c> any byte.
/// </summary>
internal sealed class Machine : IDisposable
{
    private const string Begins = "== ", LinksTo = " -> ";

    private readonly TemporaryFolder _folder = new();

    private Machine()
    {
    }

    public static IReadOnlyList<string> Names { get; } = ["pi2", "pi4", "pi5", "x86", "container"];

    public string Path => _folder.Path;

    public HostRoots Roots => new(In("proc"), In("sys"), Path, In("run/udev"));

    /// <summary>A machine of <see cref="Names"/>.</summary>
    public static Machine Of(string name)
    {
        Machine machine = new();
        foreach (string tree in Directory.EnumerateFiles(GoldenCase.Beside(name), "*.tree").Order(StringComparer.Ordinal))
            machine.Unpack(File.ReadAllText(tree));
        return machine;
    }

    /// <summary>A machine with nothing but these files.</summary>
    public static Machine With(params IEnumerable<(string Path, string Content)> files)
    {
        Machine machine = new();
        foreach ((string path, string content) in files)
            machine.Write(path, content);
        return machine;
    }

    public string In(string path) => System.IO.Path.Combine(Path, path);

    /// <summary>Writes a file as the machine would have it now.</summary>
    public Machine Write(string path, string content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(In(path))!);
        File.WriteAllBytes(In(path), Bytes(content));
        return this;
    }

    public Machine Delete(string path)
    {
        File.Delete(In(path));
        return this;
    }

    public void Dispose() => _folder.Dispose();

    private void Unpack(string tree)
    {
        foreach (string entry in ("\n" + tree).Split($"\n{Begins}").Skip(1))
        {
            int end = entry.IndexOf('\n', StringComparison.Ordinal);
            string head = end < 0 ? entry : entry[..end];
            if (head.EndsWith('/'))
                Directory.CreateDirectory(In(head));
            else if (head.Contains(LinksTo, StringComparison.Ordinal))
                Link(head.Split(LinksTo)[0], head.Split(LinksTo)[1]);
            else
                Write(head, end < 0 ? "" : entry[(end + 1)..].TrimEnd('\n') is { Length: > 0 } content ? content + "\n" : "");
        }
    }

    private void Link(string path, string target)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(In(path))!);
        File.CreateSymbolicLink(In(path), target);
    }

    private static byte[] Bytes(string content)
    {
        using MemoryStream bytes = new();
        for (int i = 0; i < content.Length; i++)
        {
            if (content[i] == '\\' && content.AsSpan(i).StartsWith(@"\0"))
            {
                bytes.WriteByte(0);
                i++;
            }
            else if (content[i] == '\\' && content.AsSpan(i).StartsWith(@"\x"))
            {
                bytes.WriteByte(Convert.ToByte(content.Substring(i + 2, 2), 16));
                i += 3;
            }
            else
            {
                Rune rune = Rune.GetRuneAt(content, i);
                bytes.Write(Encoding.UTF8.GetBytes(rune.ToString()));
                i += rune.Utf16SequenceLength - 1;
            }
        }

        return bytes.ToArray();
    }
}
