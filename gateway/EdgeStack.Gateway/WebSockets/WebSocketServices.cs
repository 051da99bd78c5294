namespace EdgeStack.Gateway.WebSockets;

internal static class WebSocketServices
{
    public static IServiceCollection AddOpenWebSockets(this IServiceCollection services) => services.AddSingleton<OpenWebSockets>();
}
