using System.Collections.Immutable;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Routes.Documents;

/// <summary>What a file of manifests holds for routing. Other kinds of objects are none of our business and pass silently.</summary>
public sealed record ManifestReading(
    ImmutableArray<RouteObject> Objects,
    ImmutableArray<BackendService> Services,
    ImmutableArray<BackendEndpoints> Endpoints,
    ImmutableArray<Problem> Problems)
{
    public ImmutableArray<SecretManifest> Secrets { get; init; } = [];

    /// <summary>True when the file could not be read as YAML at all: then nothing is known about what it holds.</summary>
    public bool Unreadable { get; init; }
}
