using System.Collections.Immutable;
using System.Net;
using EdgeStack.Routes.Explaining;
using EdgeStack.Routes.Rules;
using Microsoft.Extensions.Primitives;

namespace EdgeStack.Gateway.Admin;

/// <summary>The parameters of <c>/api/v1/routes/explain</c>, read.</summary>
internal static class ExplainParameters
{
    private const string Url = "url", Method = "method", Header = "header", Client = "client";

    private static readonly ImmutableArray<string> Known = [Url, Method, Header, Client];

    /// <returns>What is wrong, a sentence that names the parameter; null when the request can be explained.</returns>
    public static string? Read(IQueryCollection query, out ExplainedRequest? request)
    {
        request = null;
        if (QueryParameters.Unknown(query, Known) is { } unknown)
            return unknown;
        if (query[Url] is not [{ Length: > 0 } url])
            return "say which request: url=https://www.example.com/path";
        if (!ExplainedRequest.TryParse(url, out ExplainedRequest? parsed, out string? fault))
            return $"url: {fault}";
        if (query[Method] is { Count: > 1 } || query[Client] is { Count: > 1 })
            return "method and client can be given once";
        IPAddress? client = null;
        if (query[Client] is [{ } address] && AddressText.ReadTyped(address, out client) is { } noAddress)
            return $"client: {noAddress}";
        string method = HttpMethods.Get;
        if (query[Method] is [{ } written] && ExplainedRequest.ReadMethod(written, out method) is { } noMethod)
            return $"method: {noMethod}";
        if (ReadHeaders(query[Header], out ImmutableArray<KeyValuePair<string, string>> headers) is { } wrong)
            return wrong;
        request = parsed! with { Method = method, Client = client, Headers = headers };
        return null;
    }

    private static string? ReadHeaders(StringValues lines, out ImmutableArray<KeyValuePair<string, string>> headers)
    {
        ImmutableArray<KeyValuePair<string, string>>.Builder read = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        headers = [];
        foreach (string? line in lines)
        {
            if (ExplainedRequest.ReadHeader(line!, out KeyValuePair<string, string> header) is { } wrong)
                return $"header: {wrong}";
            read.Add(header);
        }

        headers = read.ToImmutable();
        return null;
    }
}
