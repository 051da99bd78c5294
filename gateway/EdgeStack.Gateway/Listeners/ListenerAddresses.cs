using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace EdgeStack.Gateway.Listeners;

/// <summary>The addresses that the listeners really have: with port 0 the system chooses.</summary>
internal sealed class ListenerAddresses
{
    public string? Public { get; set; }

    public string? H2c { get; set; }

    public string? Admin { get; set; }

    public string? Metrics { get; set; }

    /// <summary>An address of a started application, the first one listened on by default.</summary>
    public static string? Of(WebApplication app, int index = 0) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.ElementAtOrDefault(index);
}
