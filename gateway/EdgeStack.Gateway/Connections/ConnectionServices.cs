using Microsoft.AspNetCore.Connections;

namespace EdgeStack.Gateway.Connections;

/// <summary>Registers what looks after connections before there is a request on them.</summary>
internal static class ConnectionServices
{
    public static IServiceCollection AddConnectionLimits(this IServiceCollection services) =>
        services.AddSingleton<OpenConnections>().AddSingleton<ConnectionLimits>().AddSingleton<FirstByte>();

    /// <summary>Puts them in front of a listener's connections.</summary>
    public static void UseConnectionLimits(this IConnectionBuilder connections)
    {
        connections.UseOpenConnections();
        ConnectionLimits limits = connections.ApplicationServices.GetRequiredService<ConnectionLimits>();
        FirstByte firstByte = connections.ApplicationServices.GetRequiredService<FirstByte>();
        connections.Use(next => connection => limits.RunAsync(connection, next));
        connections.Use(next => connection => firstByte.RunAsync(connection, next));
    }

    /// <summary>Puts a listener's connections among those that are waited for at the end, with what each request nominates.</summary>
    public static void UseOpenConnections(this IConnectionBuilder connections)
    {
        OpenConnections open = connections.ApplicationServices.GetRequiredService<OpenConnections>();
        connections.Use(next => connection => open.RunAsync(connection, next));
        connections.Use(next => connection => ConnectionHeader.RunAsync(connection, next));
    }
}
