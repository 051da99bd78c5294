using System.Collections.Immutable;
using EdgeStack.Routes.Documents;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>A route object over its edits: what serves of it, and the versions that have to be read again, in order, to come to the same.</summary>
/// <param name="State">What serves.</param>
/// <param name="Versions">Mostly the present version alone; with a broken edit the last right version too.</param>
internal sealed record ObjectEdits(LastGood State, ImmutableArray<RouteObject> Versions)
{
    // Every broken edit that asks for more protection stays, since what serves depends on it. Beyond this only the present version is kept:
    // then a restart serves what is right in it, as if it had never been otherwise.
    private const int MostVersions = 8;

    /// <summary>Before the last of <see cref="Versions"/>; null when that is the only one.</summary>
    private LastGood? Before { get; init; }

    public static ObjectEdits First(RouteObject version) => new(LastGood.First(RouteReader.Read(version)), [version]);

    public ObjectEdits After(RouteObject version)
    {
        RouteReading reading = RouteReader.Read(version);
        LastGood next = State.After(reading);
        if (IsSame(LastGood.First(reading), next) || Versions.Length == MostVersions)
            return new ObjectEdits(next, [version]);
        if (Before is not null && IsSame(Before.After(reading), next))
            return new ObjectEdits(next, [.. Versions[..^1], version]) { Before = Before };
        return new ObjectEdits(next, [.. Versions, version]) { Before = State };
    }

    /// <summary>The object while nothing of it may serve until it can be read again.</summary>
    public ObjectEdits Withheld(string reason) => this with { State = State.Withheld(reason) };

    private static bool IsSame(LastGood one, LastGood other) =>
        one.IsRejected == other.IsRejected && one.WasRight == other.WasRight && one.Serving.SequenceEqual(other.Serving);
}
