using System.Collections.Immutable;
using EdgeStack.Routes;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>
/// One object's routes over its edits: a broken edit leaves the last good routes serving, unless the edit is about protection: a route
/// must never serve without a protection that its owner has asked for.
/// </summary>
/// <param name="Serving">What serves.</param>
/// <param name="Problems">What is wrong with the present version.</param>
/// <param name="IsRejected">True when the present version is not the one that serves.</param>
/// <param name="WasRight">True when some version has been right as a whole; only then there is something to go back to.</param>
internal sealed record LastGood(ImmutableArray<Route> Serving, ImmutableArray<Problem> Problems, bool IsRejected, bool WasRight)
{
    /// <summary>True when what it asks for now stands in a text that cannot be read, not even as to which objects are in it.</summary>
    public bool IsWithheld { get; private init; }

    /// <summary>The texts of the last version that was right.</summary>
    private ImmutableArray<string> RightTexts { get; init; } = [];

    /// <summary>The object as it is first seen: what is right serves, what is not answers 503.</summary>
    public static LastGood First(RouteReading reading) =>
        new(reading.Routes, reading.Problems, reading.Rejected, !reading.Rejected) { RightTexts = reading.Rejected ? [] : reading.Texts };

    /// <summary>The object after an edit.</summary>
    public LastGood After(RouteReading edit) => !WasRight ? First(edit)
        : edit.Rejected ? new LastGood(KeepServing(edit), edit.Problems, IsRejected: true, WasRight) { RightTexts = RightTexts }
        : new LastGood(WithLastGood(edit.Routes), edit.Problems, IsRejected: false, WasRight) { RightTexts = edit.Texts };

    /// <summary>The object while nothing of it may serve until it can be read again.</summary>
    public LastGood Withheld(string reason) => this with
    {
        Serving = [.. Serving.Select(route => route.Quarantine is null ? route with { Quarantine = new Quarantine(reason, Protects: true) } : route)],
        IsRejected = true,
        IsWithheld = true,
    };

    // Everything stays as it was, but for what the edit wanted to protect: that waits with 503, and so does every old route that would
    // take its requests before it.
    private ImmutableArray<Route> KeepServing(RouteReading edit)
    {
        SameRoutes before = new(Serving);
        Route[] protecting = [.. edit.Routes.Where(edited => AsksForMoreProtection(edited, before)).Select(Closed)];
        ClosingRoutes closing = new(protecting);
        Quarantine? unplaced = UnplacedProtection(edit, protecting.Length > 0) is { } reason ? new Quarantine(reason, Protects: true) : null;
        SameRoutes unchanged = new(edit.Routes.Where(route => route.Quarantine is null));
        return
        [
            .. Serving.Where(old => !closing.Replace(old)).Select(old => closing.For(old) is { } by ? old with { Quarantine = by.Quarantine }
                : unplaced is not null && old.Quarantine is null && !unchanged.As(old).Any() ? old with { Quarantine = unplaced }
                : old),
            .. protecting,
        ];
    }

    // Of a text that is not YAML only its names can be compared; also when it is YAML but swallowed part of itself, after a quote for one.
    private string? UnplacedProtection(RouteReading edit, bool isPlaced) =>
        edit.UnplacedProtection is { } reason ? $"an edit asks for protection that may be meant for this route: {reason}"
        : (edit.HasUnread || !isPlaced) && ProtectionMentions.Of(edit.Texts).MoreThan(ProtectionMentions.Of(RightTexts)) is { } name ? AsksForMore(name)
        : null;

    /// <summary>Why nothing serves whose edit cannot be read.</summary>
    public static string AsksForMore(string name) => $"an edit that cannot be read asks for more protection than before: '{name}'";

    // Also when what it asks for is right in itself: the object is rejected, so it would not come into force.
    private static bool AsksForMoreProtection(Route edited, SameRoutes before) => edited.Quarantine is { Protects: true }
        || (edited.Protects && !before.As(edited).Any(old =>
            old.Quarantine is null && old.Limits == edited.Limits && Protections(old).SequenceEqual(Protections(edited)) && !VerifiesMore(edited, old)));

    private static Route Closed(Route protecting) => protecting.Quarantine is { Protects: true } ? protecting
        : protecting with { Quarantine = new Quarantine("the protection that it asks for waits for the rest of its object to be right", Protects: true) };

    private static IEnumerable<MiddlewareSpec> Protections(Route route) => route.Middlewares.Where(middleware => middleware.Protects);

    private ImmutableArray<Route> WithLastGood(ImmutableArray<Route> edited)
    {
        if (!edited.Any(route => route.Quarantine is { Protects: false }))
            return edited;
        SameRoutes before = new(Serving);
        return [.. edited.Select(route => route.Quarantine is not { Protects: false } ? route
            : before.As(route).FirstOrDefault(old => old.Quarantine is null && HasAllThat(route, old)) ?? route)];
    }

    private static bool HasAllThat(Route edited, Route old) =>
        !Protections(edited).Except(Protections(old)).Any() && (edited.Limits == RouteLimits.None || edited.Limits == old.Limits) && !VerifiesMore(edited, old);

    // Of the upstream's certificate.
    private static bool VerifiesMore(Route edited, Route? old) => edited.Policy.Tls is { Verify: true } asked && old?.Policy.Tls != asked;
}
