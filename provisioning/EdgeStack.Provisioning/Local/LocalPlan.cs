using System.Net.Sockets;

namespace EdgeStack.Provisioning.Local;

/// <summary>Which addresses gateway and collector get, or why it cannot have the one asked for.</summary>
internal abstract record LocalPlan
{
    private LocalPlan()
    {
    }

    internal sealed record Ready(LocalAddresses Addresses) : LocalPlan;

    internal sealed record Refused(string Why) : LocalPlan;

    public static LocalPlan For(LocalStackSettings settings)
    {
        using LoopbackPorts ports = new();
        int port = settings.PublicPort;
        if (port == 0)
            port = ports.TakeAny();
        else if (ports.TryTake(port) is { } error)
            return new Refused(Explain(port, error, ports));
        return new Ready(new LocalAddresses(
            LocalAddresses.OnLoopback(port),
            LocalAddresses.OnLoopback(ports.TakeOrAny(settings.AdminPort)),
            LocalAddresses.OnLoopback(ports.TakeOrAny(settings.MetricsPort)),
            LocalAddresses.OnLoopback(ports.TakeOrAny(settings.CollectorPort))));
    }

    private static string Explain(int port, SocketError error, LoopbackPorts ports)
    {
        string why = error switch
        {
            SocketError.AddressAlreadyInUse => "is taken by another program",
            SocketError.AccessDenied => "needs more rights than this user has",
            _ => $"cannot be used ({error})",
        };
        return $"port {port} on 127.0.0.1 {why}; try `edgestack up --port {ports.TakeNextAfter(port)}`, or `--port 0` for any free port";
    }
}
