using System.Collections.Immutable;

namespace EdgeStack.Routes.Targets;

/// <summary>How route documents call <see cref="EncodedBytes"/>.</summary>
internal static class EncodedByteNames
{
    public static readonly ImmutableArray<(string Name, EncodedBytes Value)> All =
    [
        ("slash", EncodedBytes.Slash),
        ("backslash", EncodedBytes.Backslash),
        ("hash", EncodedBytes.Hash),
        ("questionMark", EncodedBytes.QuestionMark),
        ("percent", EncodedBytes.Percent),
    ];

    public static IEnumerable<string> Of(EncodedBytes bytes) => All.Where(known => bytes.HasFlag(known.Value)).Select(known => known.Name);
}
