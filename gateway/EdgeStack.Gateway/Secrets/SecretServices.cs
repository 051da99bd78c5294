using EdgeStack.Gateway.Middlewares;

namespace EdgeStack.Gateway.Secrets;

internal static class SecretServices
{
    public static IServiceCollection AddSecrets(this IServiceCollection services) =>
        services.AddSingleton<SecretStore>().AddSingleton<SecretSource>(provider => provider.GetRequiredService<SecretStore>().Look);
}
