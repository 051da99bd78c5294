using System.IO.Enumeration;

namespace EdgeStack.Collector.Tests.SideBySide;

/// <summary>Names of series with <c>*</c> for anything.</summary>
internal static class Pattern
{
    public static bool Matches(string pattern, string series) => FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", @"\\", StringComparison.Ordinal), series, ignoreCase: false);
}
