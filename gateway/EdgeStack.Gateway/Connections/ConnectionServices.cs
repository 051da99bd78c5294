using Microsoft.AspNetCore.Connections;

namespace EdgeStack.Gateway.Connections;

/// <summary>Registers what looks after connections before there is a request on them.</summary>
internal static class ConnectionServices
{
    public static IServiceCollection AddConnectionLimits(this IServiceCollection services) =>
        services.AddSingleton<ConnectionLimits>().AddSingleton<FirstByte>();

    /// <summary>Puts them in front of a listener's connections.</summary>
    public static void UseConnectionLimits(this IConnectionBuilder connections)
    {
        ConnectionLimits limits = connections.ApplicationServices.GetRequiredService<ConnectionLimits>();
        FirstByte firstByte = connections.ApplicationServices.GetRequiredService<FirstByte>();
        connections.Use(next => connection => limits.RunAsync(connection, next));
        connections.Use(next => connection => firstByte.RunAsync(connection, next));
    }
}
