using System.Net;
using EdgeStack.Gateway.Visitor;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>What middlewares know and change about a request besides its headers. Used on the request's own thread.</summary>
/// <param name="target">Path and query as the visitor sent them.</param>
/// <param name="client">The visitor's real address; null when it is not known.</param>
/// <param name="scheme">The scheme that the visitor used: http or https.</param>
internal sealed class RequestExchange(string target, IPAddress? client, string scheme)
{
    private List<KeyValuePair<string, string?>>? _trustedHeaders;
    private List<string>? _ownHeaders;

    /// <summary>Path and query to forward, percent-encoded: begins with a slash, or is <c>*</c>.</summary>
    public string Target { get; set; } = target;

    /// <summary>IPv4 in IPv6 is unwrapped.</summary>
    public IPAddress? Client { get; } = client is null ? null : AddressRange.Plain(client);

    public string Scheme { get; } = scheme;

    /// <summary>Who has logged in; null when nobody had to.</summary>
    public string? User { get; set; }

    /// <summary>Why a middleware answered, for the owner's log; null when none did.</summary>
    public string? Refusal { get; set; }

    /// <summary>True when nobody was there any more before a middleware had answered.</summary>
    public bool IsLeft { get; set; }

    /// <summary>
    /// Headers for the service that only the gateway may write, in order; null removes. To be applied after the visitor's own headers of this
    /// kind were taken away.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string?>> TrustedHeaders => _trustedHeaders ?? [];

    /// <summary>Names of headers whose value is ours, so that no word of the visitor's can take them away.</summary>
    public IReadOnlyList<string> OwnHeaders => _ownHeaders ?? [];

    /// <summary>How many middlewares have let the request pass: only these change its response.</summary>
    public int Passed { get; set; }

    /// <summary>Makes a request header have this one value, or none; the service will not find it under another spelling either.</summary>
    public void SetHeader(HttpContext context, string name, string? value)
    {
        IHeaderDictionary headers = context.Request.Headers;
        RemoveOtherSpellings(headers, name);
        if (value is null)
        {
            headers.Remove(name);
        }
        else
        {
            headers[name] = value;
            (_ownHeaders ??= []).Add(name);
        }

        if (TrustHeaders.Includes(name))
            (_trustedHeaders ??= []).Add(new KeyValuePair<string, string?>(name, value));
    }

    /// <summary>Adds a value to a header that only the gateway may write.</summary>
    public void AppendTrusted(string name, string value)
    {
        _trustedHeaders ??= [];
        string? before = _trustedHeaders.FindLast(header => header.Key == name).Value;
        _trustedHeaders.Add(new KeyValuePair<string, string?>(name, before is null ? value : $"{before}, {value}"));
    }

    // So that a visitor's X_User or X.User does not stand beside our X-User.
    private static void RemoveOtherSpellings(IHeaderDictionary headers, string name)
    {
        List<string>? others = null;
        foreach ((string key, _) in headers)
        {
            if (HeaderSpelling.AreOne(key, name) && !key.Equals(name, StringComparison.OrdinalIgnoreCase))
                (others ??= []).Add(key);
        }

        foreach (string other in others ?? [])
            headers.Remove(other);
    }
}
