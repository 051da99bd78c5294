using System.Diagnostics.Metrics;

namespace EdgeStack.Gateway.Events;

/// <summary>Counts what became of Events.</summary>
internal sealed class EventMetrics
{
    private readonly Counter<long> _events;

    public EventMetrics(IMeterFactory meters)
    {
        _events = meters.Create("EdgeStack.Gateway.Events")
            .CreateCounter<long>("edgestack_gateway_kubernetes_events_total", null, "Events about route objects, by what became of them.");
        Count(0, "written");
        Count(0, "failed");
        Count(0, "dropped");
    }

    public void Written() => Count(1, "written");

    public void Failed() => Count(1, "failed");

    public void Dropped(int events) => Count(events, "dropped");

    private void Count(int events, string result) => _events.Add(events, new KeyValuePair<string, object?>("result", result));
}
