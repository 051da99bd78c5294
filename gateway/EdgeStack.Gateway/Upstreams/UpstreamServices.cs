namespace EdgeStack.Gateway.Upstreams;

internal static class UpstreamServices
{
    public static IServiceCollection AddUpstreams(this IServiceCollection services) => services.AddSingleton<UpstreamDirectory>();
}
