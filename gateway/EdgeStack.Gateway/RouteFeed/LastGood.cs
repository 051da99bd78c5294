using System.Collections.Immutable;
using EdgeStack.Routes;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>
/// One object's routes over its edits: a broken edit leaves the last good routes serving, unless the edit is about protection: a route
/// must never serve without a protection that its owner has asked for.
/// </summary>
internal sealed record LastGood(ImmutableArray<Route> Serving, ImmutableArray<Problem> Problems, bool IsRejected)
{
    /// <summary>The object as it is first seen: what is right serves, what is not answers 503.</summary>
    public static LastGood First(RouteReading reading) => new(reading.Routes, reading.Problems, reading.Rejected);

    /// <summary>The object after an edit.</summary>
    public LastGood After(RouteReading edit) => new(
        edit.Rejected ? KeepServing(edit) : [.. edit.Routes.Select(WithLastGood)], edit.Problems, edit.Rejected);

    // Everything stays as it was, but for routes that the edit wanted to protect: those wait with 503.
    private ImmutableArray<Route> KeepServing(RouteReading edit)
    {
        if (Serving.IsEmpty)
            return edit.Routes;
        Route[] protecting = [.. edit.Routes.Where(route => route.Quarantine is { Protects: true })];
        return [.. Serving.Where(old => !Array.Exists(protecting, route => Replaces(route, old))), .. protecting];
    }

    private Route WithLastGood(Route edited) => edited.Quarantine is not { Protects: false }
        ? edited
        : Serving.FirstOrDefault(old => old.Quarantine is null && old.Name == edited.Name) ?? edited;

    private static bool Replaces(Route edited, Route old) => edited.Name == old.Name || edited.Rule.Text == old.Rule.Text;
}
