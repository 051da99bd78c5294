namespace EdgeStack.Bench.SideBySide.Contestants;

/// <summary>Who is measured, in the order of the tables.</summary>
internal static class AllContestants
{
    public const string Gateway = "gateway", YarpNative = "yarp-native", Nginx = "nginx", Caddy = "caddy";

    public static IReadOnlyList<Contestant> List { get; } =
    [
        new(Gateway, Programs.Native("EdgeStack.Gateway", "edgestack-gateway"), EdgeStackGateway.Prepare),
        new(YarpNative, Programs.Native("EdgeStack.Bench.BareYarp", "bare-yarp"), BareForwarder.Prepare),
        // The just-in-time compiler still improves what is hot after several seconds under load.
        new("yarp-jit", Programs.Built("EdgeStack.Bench.BareYarp", "bare-yarp"), BareForwarder.Prepare) { WarmUps = 4 },
        new("socket-forwarder", Programs.Native("EdgeStack.Bench.SocketForwarder", "socket-forwarder"), BareForwarder.Prepare),
        new(Nginx, "nginx", NginxProxy.Prepare),
        new("haproxy", "haproxy", HAProxy.Prepare),
        new(Caddy, "caddy", CaddyProxy.Prepare),
    ];
}
