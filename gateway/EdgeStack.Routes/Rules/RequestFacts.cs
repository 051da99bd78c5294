using System.Net;

namespace EdgeStack.Routes.Rules;

/// <summary>What a rule may look at. Lives on the stack: looking a request up allocates nothing.</summary>
/// <param name="host">Canonical host as <see cref="HostName.Canonical"/> returns it; compared without case.</param>
/// <param name="path">Decoded path, begins with a slash; compared with case.</param>
public readonly ref struct RequestFacts(ReadOnlySpan<char> host, ReadOnlySpan<char> path)
{
    public ReadOnlySpan<char> Host { get; } = host;

    public ReadOnlySpan<char> Path { get; } = path;

    /// <summary>Upper case, as HTTP has it.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The visitor's real address; null when it is unknown, and then no address condition holds.</summary>
    public IPAddress? Client { get; init; }

    /// <summary>Headers and query; null when there are none.</summary>
    public IRequestFields? Fields { get; init; }
}
