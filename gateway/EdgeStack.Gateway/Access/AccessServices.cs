namespace EdgeStack.Gateway.Access;

internal static class AccessServices
{
    public static IServiceCollection AddAccess(this IServiceCollection services) => services
        .AddSingleton(provider => new KeyEndpoint(provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<AccessTeams>()
        .AddHostedService<KeyRefresh>();
}
