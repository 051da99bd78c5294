using System.Collections.Immutable;

namespace EdgeStack.Routes.Upstreams;

/// <summary>A reference, resolved: where requests can go right now.</summary>
/// <param name="Name">The reference's text, <c>default/blog:8080</c>.</param>
/// <param name="Endpoints">Origins such as <c>http://10.42.0.7:8080</c>, with the scheme h2c for HTTP/2 without TLS, sorted, without duplicates; empty when none is ready.</param>
/// <param name="Fault">Why there is no endpoint, as a sentence; null when there is one.</param>
public sealed record Upstream(string Name, ImmutableArray<string> Endpoints, string? Fault);
