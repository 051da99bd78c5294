using System.Globalization;
using System.Runtime.InteropServices;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>A version of cloudflared, which is a date and a number: <c>2025.6.1</c>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CloudflaredVersion(int Year, int Month, int Number) : IComparable<CloudflaredVersion>
{
    /// <summary>The first that writes its log as JSON, and the oldest that we know how to read well.</summary>
    public static readonly CloudflaredVersion Oldest = new(2025, 6, 1);

    /// <summary>The first that takes a token from a file.</summary>
    public static readonly CloudflaredVersion WithTokenFile = new(2025, 4, 0);

    /// <summary>Reads the answer of <c>cloudflared version --short</c>; also that of builds that say more.</summary>
    public static CloudflaredVersion? Read(string text)
    {
        foreach (string word in text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Split('.', '-', '+') is [var year, var month, var number, ..] && Part(year) is >= 2000 and var y && Part(month) is >= 1 and <= 12 and var m && Part(number) is >= 0 and var n)
                return new CloudflaredVersion(y, m, n);
        }

        return null;
    }

    public int CompareTo(CloudflaredVersion other) => (Year, Month, Number).CompareTo((other.Year, other.Month, other.Number));

    public static bool operator <(CloudflaredVersion left, CloudflaredVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(CloudflaredVersion left, CloudflaredVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(CloudflaredVersion left, CloudflaredVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(CloudflaredVersion left, CloudflaredVersion right) => left.CompareTo(right) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year}.{Month}.{Number}");

    private static int Part(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
}
