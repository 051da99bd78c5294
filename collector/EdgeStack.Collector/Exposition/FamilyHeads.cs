using System.Text;

namespace EdgeStack.Collector.Exposition;

/// <summary>The lines before a family's samples, which say what it is. Made when they are first asked for, and kept: they are the same in every text.</summary>
internal sealed class FamilyHeads(Family family)
{
    private const string Total = "_total";

    private byte[]? _plain;
    private byte[]? _open;
    private byte[]? _openAsUnknown;

    /// <summary>What the family is called in OpenMetrics as a counter, whose samples end with <c>_total</c> and whose family does not; null for others.</summary>
    public string? CounterName { get; } = family.Kind == FamilyKind.Counter && family.Name.Length > Total.Length && family.Name.EndsWith(Total, StringComparison.Ordinal)
        ? family.Name[..^Total.Length] : null;

    public ReadOnlySpan<byte> Plain => _plain ??= Text(family.Name, Type(family.Kind, "untyped", "counter"), Escaped(family.Help));

    /// <summary>
    /// For OpenMetrics. A counter that is not called as it wants is of no type that is known, for its samples keep the name that dashboards ask for.
    /// </summary>
    /// <param name="isTaken">Whether another family of the text has its <see cref="CounterName"/>.</param>
    public ReadOnlySpan<byte> Open(bool isTaken) => CounterName is { } name && !isTaken
        ? _open ??= Text(name, "counter", OpenHelp)
        : _openAsUnknown ??= Text(family.Name, Type(family.Kind, "unknown", "unknown"), OpenHelp);

    private string OpenHelp => Escaped(family.Help).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Escaped(string help) => help.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private static string Type(FamilyKind kind, string unknown, string counter) => kind switch
    {
        FamilyKind.Counter => counter,
        FamilyKind.Gauge => "gauge",
        FamilyKind.Histogram => "histogram",
        FamilyKind.Summary => "summary",
        _ => unknown,
    };

    private static byte[] Text(string name, string type, string help) => Encoding.UTF8.GetBytes(help.Length > 0 ? $"# HELP {name} {help}\n# TYPE {name} {type}\n" : $"# TYPE {name} {type}\n");
}
