using BenchmarkDotNet.Attributes;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Table;

namespace EdgeStack.Benchmarks;

/// <summary>Looking a request up. Every tenth host is a wildcard.</summary>
public class TableBenchmarks
{
    private RouteTable<string> _table = null!;
    private string _exact = "", _wildcard = "";

    [Params(10, 1000, 10_000)]
    public int Hosts { get; set; }

    [GlobalSetup]
    public void Build()
    {
        _table = RouteTables.Build(SomeRoutes.Of(Hosts).Select(route => (route, route.Name.Value)));
        (_exact, _wildcard) = ($"h{Hosts / 2}.example", $"w.{SomeRoutes.Wildcard}.example");
    }

    [Benchmark]
    public string? ExactHost() => _table.Find(new RequestFacts(_exact, "/some/path"));

    [Benchmark]
    public string? WildcardHost() => _table.Find(new RequestFacts(_wildcard, "/some/path"));

    [Benchmark]
    public string? UnknownHost() => _table.Find(new RequestFacts("www.unknown.example", "/some/path"));
}
