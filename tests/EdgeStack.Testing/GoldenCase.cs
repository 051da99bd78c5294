using System.Runtime.CompilerServices;

namespace EdgeStack.Testing;

/// <summary>
/// A case in one file beside the tests: the input, a line of equals signs, what must come out. Adding a case adds no code.
/// <c>UPDATE_GOLDENS=1</c> writes what did come out; the review is the diff.
/// </summary>
public sealed record GoldenCase(string File, string Input, string Expected)
{
    private const string Separator = "\n=====\n";

    /// <summary>True when what comes out is taken over.</summary>
#pragma warning disable RS0030 // the one switch of the tests, named in CONTRIBUTING
    public static bool Updates => Environment.GetEnvironmentVariable("UPDATE_GOLDENS") == "1";
#pragma warning restore RS0030

    /// <summary>The names of the cases in a folder beside the calling test.</summary>
    public static IEnumerable<string> Names(string folder, [CallerFilePath] string test = "") =>
        Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(test)!, folder)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    /// <summary>The path of a file beside the calling test.</summary>
    public static string Beside(string name, [CallerFilePath] string test = "") => Path.Combine(Path.GetDirectoryName(test)!, name);

    public static GoldenCase Read(string folder, string name, [CallerFilePath] string test = "")
    {
        string file = Path.Combine(Path.GetDirectoryName(test)!, folder, name);
        string text = System.IO.File.ReadAllText(file);
        int at = text.IndexOf(Separator, StringComparison.Ordinal);
        return at < 0 ? new GoldenCase(file, text, "") : new GoldenCase(file, text[..(at + 1)], text[(at + Separator.Length)..]);
    }

    /// <summary>Throws when <paramref name="actual"/> is not what the file expects.</summary>
    public void Check(string actual) => Check(actual, Input.TrimEnd('\n') + Separator);

    /// <summary>Spaces at the end of a line are a table's filling, not a promise.</summary>
    public static string WithoutTrailingSpaces(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd()));

    /// <summary>Throws when <paramref name="actual"/> is not the whole content of the file.</summary>
    public static void CheckFile(string file, string actual) =>
        new GoldenCase(file, "", System.IO.File.Exists(file) ? System.IO.File.ReadAllText(file) : "").Check(actual, "");

    private void Check(string actual, string before)
    {
        if (actual == Expected)
            return;
        if (!Updates)
            throw new InvalidOperationException($"{File}\n--- expected\n{Expected}\n--- actual\n{actual}\n--- (UPDATE_GOLDENS=1 takes it over)");
        System.IO.File.WriteAllText(File, before + actual);
    }
}
