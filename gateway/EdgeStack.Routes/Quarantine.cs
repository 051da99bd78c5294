using EdgeStack.Routes.Problems;

namespace EdgeStack.Routes;

/// <summary>Why a route is known but not served as written. It answers 503 with this reason.</summary>
/// <param name="Reason">A sentence for people.</param>
/// <param name="Protects">
/// True when what could not be taken over protects something (authentication, allow lists, limits): then not even the route's last good
/// version may serve, because it would be without that protection.
/// </param>
public sealed record Quarantine(string Reason, bool Protects)
{
    public string Reason { get; init; } = BoundedText.Of(Reason);
}
