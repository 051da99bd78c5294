using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Planning;

/// <summary>Differences in words. A secret is never among them.</summary>
internal static class DifferenceText
{
    /// <summary>In a few words: a path, or a value's name.</summary>
    public static string Short(Difference difference) => difference switch
    {
        Difference.File file => file.Wanted.Path,
        Difference.Value value => $"{value.Name} is {value.Now ?? "not there"}{(value.Wanted is null ? "" : $", wanted {value.Wanted}")}",
        _ => throw new ArgumentOutOfRangeException(nameof(difference)),
    };

    /// <summary>Line by line: <c>+</c> comes, <c>-</c> goes.</summary>
    public static IEnumerable<string> Lines(Difference difference) => difference switch
    {
        Difference.File file => OfFile(file),
        Difference.Value { Now: null } value => [$"+ {value.Name}{(value.Wanted is { Length: > 0 } wanted ? $": {wanted}" : "")}"],
        Difference.Value { Wanted: null } value => [$"- {value.Name}{(value.Now is { Length: > 0 } now ? $": {now}" : "")}"],
        Difference.Value value => [$"~ {value.Name}: {value.Now} -> {value.Wanted}"],
        _ => throw new ArgumentOutOfRangeException(nameof(difference)),
    };

    private static IEnumerable<string> OfFile(Difference.File file)
    {
        yield return $"{(file.Now is null ? '+' : '~')} {file.Wanted.Path}";
        if (file.Now is { } now && file.Wanted.Owner is { } owner && now.Owner != owner)
            yield return $"    owner {now.Owner} -> {owner}";
        if (file.Now is { } old && file.Wanted.Mode is { } mode && old.Mode != mode)
            yield return $"    mode {old.Mode} -> {mode}";
        if (file.Now?.Digest == file.Wanted.Content.Digest)
            yield break;
        if (file.Wanted.Content.IsSecret)
            yield return $"    {Secret.Mask} (a secret: not shown)";
        else if (file.Now is null)
        {
            foreach (string line in file.Wanted.Content.ToString().Split('\n').SkipLast(1))
                yield return $"    +{line}";
        }
        else
        {
            foreach (string line in UnifiedDiff.Of(file.Now?.Text ?? "", file.Wanted.Content.ToString()))
                yield return $"    {line}";
        }
    }
}
