using System.Net;
using BenchmarkDotNet.Attributes;
using EdgeStack.Gateway.Proxying;
using EdgeStack.Routes.Rules;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Benchmarks;

/// <summary>One rule of each kind, that holds.</summary>
public class RuleBenchmarks
{
    private const string Deep = "(((Path(`/a`) || Method(`PUT`)) || (Header(`X-Tier`, `silver`) || (Query(`page`, `1`) && ClientIP(`10.0.0.0/8`)))) || "
        + "((!PathPrefix(`/admin`) && (Method(`GET`) || Method(`HEAD`))) && (ClientIP(`10.0.0.0/8`) || (Header(`X-Tier`, `gold`) && (Query(`page`, `9`) || Query(`page`, `2`))))))";

    private readonly RuleNode _prefix = Rule("PathPrefix(`/shop`)"), _pattern = Rule("PathRegexp(`^/shop/v[0-9]+/`)"), _method = Rule("Method(`GET`)"), _header = Rule("Header(`X-Tier`, `gold`)"),
        _query = Rule("Query(`page`, `2`)"), _client = Rule("ClientIP(`192.0.2.0/24`)"), _deep = Rule(Deep);

    private readonly IPAddress _address = IPAddress.Parse("192.0.2.7");
    private readonly RequestFields _fields;

    public RuleBenchmarks()
    {
        DefaultHttpContext context = new();
        context.Request.QueryString = new QueryString("?sort=price&page=2");
        context.Request.Headers["Accept"] = "text/html";
        context.Request.Headers["X-Tier"] = "gold";
        _fields = new RequestFields(context.Request);
    }

    private RequestFacts Facts => new("shop.example", "/shop/v2/items") { Client = _address, Fields = _fields };

    [Benchmark]
    public bool PathPrefix() => _prefix.Matches(Facts);

    [Benchmark]
    public bool PathRegexp() => _pattern.Matches(Facts);

    [Benchmark]
    public bool Method() => _method.Matches(Facts);

    [Benchmark]
    public bool Header() => _header.Matches(Facts);

    [Benchmark]
    public bool Query() => _query.Matches(Facts);

    [Benchmark]
    public bool ClientIP() => _client.Matches(Facts);

    [Benchmark]
    public bool DeepTree() => _deep.Matches(Facts);

    private static RuleNode Rule(string text) => RuleReader.Read(text).Rule ?? throw new InvalidOperationException(text);
}
