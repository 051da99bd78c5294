using System.Collections.Immutable;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>
/// Doubts a list that lost more than half of what was known, once: an API server with an empty store, a restored backup and a wrong selector
/// all look like that. Deletions that a watch tells are never doubted.
/// </summary>
/// <param name="known">What was known before the first list.</param>
internal sealed class ListDoubt(IEnumerable<(string Namespace, string Name)> known)
{
    private readonly HashSet<(string Namespace, string Name)> _known = [.. known];
    private bool _doubting;

    /// <returns>Why the list has to be confirmed by another one; null when it counts.</returns>
    public string? About(ImmutableArray<(string Namespace, string Name)> listed)
    {
        int lost = _known.Count - _known.Intersect(listed).Count();
        if (lost * 2 > _known.Count && !_doubting)
        {
            _doubting = true;
            return $"a list lacks {lost} of the {_known.Count} objects that were there, so another one has to confirm it";
        }

        _doubting = false;
        _known.Clear();
        _known.UnionWith(listed);
        return null;
    }

    public void Has((string Namespace, string Name) key) => _known.Add(key);

    public void Lost((string Namespace, string Name) key) => _known.Remove(key);
}
