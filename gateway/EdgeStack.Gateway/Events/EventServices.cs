using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway.Events;

internal static class EventServices
{
    public static IServiceCollection AddEvents(this IServiceCollection services, GatewayOptions options) => !options.UsesKubernetes || !options.Kubernetes.Events ? services
        : services.AddSingleton<EventMetrics>().AddSingleton<EventWriter>().AddSingleton<IFeedFollower, ProblemFollower>()
            .AddHostedService(provider => provider.GetRequiredService<EventWriter>());
}
