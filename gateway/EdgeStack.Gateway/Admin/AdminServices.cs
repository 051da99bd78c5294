namespace EdgeStack.Gateway.Admin;

internal static class AdminServices
{
    public static IServiceCollection AddAdmin(this IServiceCollection services) => services
        .AddSingleton<AdminQueries>()
        .AddSingleton<RecentRequestsQuery>()
        .AddSingleton<UpstreamQuery>()
        .AddSingleton<TunnelQuery>()
        .AddSingleton<AdminQuestions>()
        .AddSingleton<AdminToken>()
        .AddHostedService<AdminListener>();
}
