using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Table;
using Route = EdgeStack.Routes.Route;

namespace EdgeStack.Benchmarks;

/// <summary>From ten thousand written routes to a table.</summary>
public class RouteDocumentBenchmarks
{
    private const int Routes = 10_000;

    private readonly ImmutableArray<RouteObject> _objects = SomeRoutes.Objects(Routes);
    private readonly ImmutableArray<Route> _routes = SomeRoutes.Of(Routes);

    [Benchmark]
    public int ReadingTenThousandRoutes() => _objects.Sum(one => RouteReader.Read(one).Routes.Length);

    [Benchmark]
    public object BuildingTheirTable() => RouteTables.Build(_routes.Select(route => (route, route.Name.Value)));
}
