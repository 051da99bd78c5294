using System.Net;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Explaining;

/// <summary>A request that nobody sent: what would happen to it is asked.</summary>
/// <param name="Host">As in a Host header, with or without a port.</param>
/// <param name="Target">As in a request line: path and query.</param>
public sealed record ExplainedRequest(string Host, string Target) : IRequestFields
{
    /// <summary>Reads a URL as somebody types it: <c>shop.example.com/v2</c> is enough, letters of all languages are welcome, a fragment is left out.</summary>
    /// <param name="url">The URL; its path and query stay as they are written.</param>
    /// <param name="request">The request, or null.</param>
    /// <param name="fault">Why it is no URL, or null.</param>
    public static bool TryParse(string url, out ExplainedRequest? request, out string? fault)
    {
        request = null;
        int scheme = url.IndexOf("://", StringComparison.Ordinal);
        string rest = scheme < 0 ? url : url[(scheme + 3)..];
        if (scheme >= 0 && url[..scheme].ToLowerInvariant() is not ("http" or "https" or "ws" or "wss"))
        {
            fault = $"'{url[..scheme]}' is no scheme of the web; write 'https://www.example.com/path'";
            return false;
        }

        int fragment = rest.IndexOf('#');
        rest = fragment < 0 ? rest : rest[..fragment];
        int end = rest.AsSpan().IndexOfAny('/', '?');
        (string authority, string target) = end < 0 ? (rest, "/") : (rest[..end], rest[end] == '/' ? rest[end..] : "/" + rest[end..]);
        ReadOnlySpan<char> name = HostName.Canonical(authority.AsSpan(authority.LastIndexOf('@') + 1)); // nobody sends name and password along
        bool isAddress = name is ['[', .., ']'];
        if (!isAddress & !HostName.TryParse(name.ToString(), out string host, out fault))
        {
            fault = $"the host '{name}' {fault}";
            return false;
        }

        fault = null;
        request = new ExplainedRequest(isAddress ? name.ToString() : host, target);
        return true;
    }

    /// <summary>Reads a header as somebody types it, <c>Name: value</c>.</summary>
    /// <returns>What is wrong with it; null when it is one.</returns>
    public static string? ReadHeader(string line, out KeyValuePair<string, string> header)
    {
        header = default;
        int colon = line.IndexOf(':');
        if (colon <= 0)
            return $"'{line}' is not of the form 'Name: value'";
        header = new(line[..colon].Trim(), line[(colon + 1)..].Trim());
        return header.Key.Equals("Host", StringComparison.OrdinalIgnoreCase) ? "the host is that of the URL: write it there" : null;
    }

    /// <summary>Reads a method as somebody types it, in any case.</summary>
    /// <returns>What is wrong with it; null when it is one, served or not.</returns>
    public static string? ReadMethod(string written, out string method)
    {
        method = written.ToUpperInvariant();
        // RFC 9110 section 9.1: a token, as the name of a header is.
        return HeaderSyntax.IsName(written) ? null : $"'{written}' is no method; write GET or POST";
    }

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
