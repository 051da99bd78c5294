using Yarp.ReverseProxy.Configuration;

namespace EdgeStack.Gateway.Proxying;

/// <summary>
/// The only route that YARP's own configuration has: which requests go where is our table's business, since ASP.NET's endpoint routing
/// scans hosts one by one (DESIGN decision 1). Its cluster never serves.
/// </summary>
internal static class CatchAllRoute
{
    private const string Id = "all";

    public static readonly RouteConfig[] Routes = [new() { RouteId = Id, ClusterId = Id, Match = new RouteMatch { Path = "{**path}" } }];

    public static readonly ClusterConfig[] Clusters = [new() { ClusterId = Id }];
}
