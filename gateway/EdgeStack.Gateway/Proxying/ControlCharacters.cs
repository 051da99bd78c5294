using System.Buffers;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Characters that no header, target or authority may have: they end lines and move cursors. A tab is a blank.</summary>
internal static class ControlCharacters
{
    public static readonly SearchValues<char> All = SearchValues.Create([.. Enumerable.Range(0, 0x20).Where(value => value != '\t').Select(value => (char)value), '\x7f']);
}
