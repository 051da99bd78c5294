namespace EdgeStack.Routes.Upstreams;

/// <summary>A service that a route names, with its share of the requests.</summary>
/// <param name="Reference">The service.</param>
/// <param name="Weight">Its share of the sum of all weights; 0 gets no request.</param>
public sealed record WeightedService(ServiceReference Reference, int Weight = 1)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Reference} ({Weight})");
}
