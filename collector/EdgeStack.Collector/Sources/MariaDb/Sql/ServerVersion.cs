using System.Globalization;

namespace EdgeStack.Collector.Sources.MariaDb.Sql;

/// <summary>A server's version. 10.11 is newer than 10.5, which a decimal number would not say.</summary>
internal readonly record struct ServerVersion(int Major, int Minor, int Patch, bool IsMariaDb)
{
    // MariaDB says this before its own version to clients that know MySQL only.
    private const string Disguise = "5.5.5-";

    /// <summary>Reads <c>10.11.19-MariaDB-0+deb12u1-log</c> or <c>8.0.36</c>; parts that are no numbers are 0.</summary>
    public static ServerVersion Parse(string text)
    {
        bool isMariaDb = text.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);
        if (isMariaDb && text.StartsWith(Disguise, StringComparison.Ordinal))
            text = text[Disguise.Length..];
        string[] parts = text.Split('-', '+')[0].Split('.');
        return new ServerVersion(Part(0), Part(1), Part(2), isMariaDb);

        int Part(int index) => index < parts.Length && int.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
    }

    public bool IsAtLeast(int major, int minor, int patch) => (Major, Minor, Patch).CompareTo((major, minor, patch)) >= 0;

    public override string ToString() => $"{(IsMariaDb ? "MariaDB" : "MySQL")} {Major}.{Minor}.{Patch}";
}
