using System.Text.RegularExpressions;

namespace EdgeStack.Repository.Tests.Pages;

/// <summary>Every name that the source has: what a page may put between back-ticks.</summary>
/// <param name="texts">The source.</param>
/// <param name="exists">Whether a path is there.</param>
internal sealed partial class KnownNames(IEnumerable<string> texts, Func<string, bool> exists)
{
    private readonly string _text = string.Join('\n', texts);

    /// <summary>The part of the text that the source does not have; null when it has all of it.</summary>
    /// <param name="written">For example <c>RouteReader</c>, <c>--routes DIR</c>, <c>Documents/</c> or <c>routes list</c>.</param>
    /// <param name="folder">The page's folder, where relative paths begin.</param>
    public string? FirstUnknown(string written, string folder)
    {
        string name = written.Trim();
        if (!LooksLikeAName().IsMatch(name) || Occurs(name) || IsPath(name, folder))
            return null;
        string[] parts = name.Split([' ', '<', '>', '(', ')', '=', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts is [var single])
        {
            string bare = single.TrimStart('-').TrimEnd(':', '/');
            return bare == name ? name : FirstUnknown(bare, folder);
        }

        return parts.Select(part => FirstUnknown(part, folder)).FirstOrDefault(unknown => unknown is not null);
    }

    // As a word of its own: 'Route' is not found in 'Router'.
    private bool Occurs(string name)
    {
        for (int at = _text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = _text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            int end = at + name.Length;
            if ((at == 0 || !IsWord(_text[at - 1]) || !IsWord(name[0])) && (end == _text.Length || !IsWord(_text[end]) || !IsWord(name[^1])))
                return true;
        }

        return false;
    }

    private bool IsPath(string name, string folder) => exists(name.TrimEnd('/')) || exists($"{folder}/{name.TrimEnd('/')}");

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    // Signs alone, such as ===== or &&, are not names.
    [GeneratedRegex("[A-Za-z]{2}")]
    private static partial Regex LooksLikeAName();
}
