namespace EdgeStack.Gateway.Middlewares;

internal static class MiddlewareServices
{
    public static IServiceCollection AddMiddlewares(this IServiceCollection services) =>
        services.AddSingleton(provider => new PasswordVerifier(provider.GetRequiredService<TimeProvider>())).AddSingleton<MiddlewareChains>();
}
