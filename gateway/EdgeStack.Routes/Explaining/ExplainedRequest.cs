using System.Net;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Explaining;

/// <summary>A request that nobody sent: what would happen to it is asked.</summary>
/// <param name="Host">As in a Host header, with or without a port.</param>
/// <param name="Target">As in a request line: path and query.</param>
public sealed record ExplainedRequest(string Host, string Target) : IRequestFields
{
    /// <summary>Upper case, as HTTP has it.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The visitor's real address; null when it is not given, and then no address condition holds.</summary>
    public IPAddress? Client { get; init; }

    /// <summary>Headers in their order; a name may stand there more than once.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The query with its question mark; empty when there is none.</summary>
    public string Query => Target.IndexOf('?') is var start and >= 0 ? Target[start..] : "";

    /// <summary>The lines of one header.</summary>
    public IEnumerable<string> Lines(string name) =>
        Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    public bool AnyHeader(string name, ValueTest test) => Lines(name).Any(line => test.Holds(line));

    public bool AnyQueryValue(string key, ValueTest test) => QueryText.AnyValue(Query, key, test);

    internal RequestFacts Facts(string path) => new(HostName.Canonical(Host), path) { Method = Method, Client = Client, Fields = this };
}
