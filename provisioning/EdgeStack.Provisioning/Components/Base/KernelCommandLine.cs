namespace EdgeStack.Provisioning.Components.Base;

/// <summary>The one line of cmdline.txt.</summary>
internal static class KernelCommandLine
{
    private const string Off = "cgroup_disable=memory";

    private static readonly string[] On = ["cgroup_memory=1", "cgroup_enable=memory"];

    /// <summary>The line with what turns the counting of memory on and without what turns it off; everything else stays, in its order. Null when the file is not one line.</summary>
    public static string? WithMemoryCgroup(string text)
    {
        string[] lines = [.. text.Split('\n').Where(line => line.Trim().Length > 0)];
        if (lines.Length != 1)
            return null;
        string[] words = [.. lines[0].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries).Where(word => word != Off)];
        string[] missing = [.. On.Where(word => !words.Contains(word))];
        // A line that needs nothing is left as somebody wrote it, blanks and all.
        return missing.Length == 0 && !lines[0].Contains(Off, StringComparison.Ordinal) ? lines[0] : string.Join(' ', [.. words, .. missing]);
    }
}
