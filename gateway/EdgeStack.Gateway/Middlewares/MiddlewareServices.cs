namespace EdgeStack.Gateway.Middlewares;

internal static class MiddlewareServices
{
    // No source of Secrets yet: a route that names one is quarantined when it is read, and fails closed here should it get this far.
    private static readonly SecretSource NoSecrets = static (_, name) => new SecretLookup.Missing($"Secret '{name}': Secrets are not read by this version");

    public static IServiceCollection AddMiddlewares(this IServiceCollection services) =>
        services.AddSingleton(NoSecrets).AddSingleton(provider => new PasswordVerifier(provider.GetRequiredService<TimeProvider>())).AddSingleton<MiddlewareChains>();
}
