using System.Runtime.InteropServices;

namespace EdgeStack.EndToEnd.Tests;

/// <summary>The programs under test, as they were built.</summary>
internal static class Programs
{
    private static readonly string Configuration = AppContext.BaseDirectory.Contains("/debug/", StringComparison.Ordinal) ? "debug" : "release";

    /// <summary>The command line, built along with these tests.</summary>
    public static string CommandLine => Built("EdgeStack.Provisioning", "edgestack");

    /// <summary>The gateway, built along with these tests.</summary>
    public static string Gateway => Built("EdgeStack.Gateway", "edgestack-gateway");

    /// <summary>The experimental forwarder, built along with these tests.</summary>
    public static string SocketForwarder => Built("EdgeStack.Bench.SocketForwarder", "socket-forwarder");

    /// <summary>The stand-in for cloudflared.</summary>
    public static string CloudflaredStandIn => Built("EdgeStack.StandIns.Cloudflared", "cloudflared-stand-in");

    /// <summary>The native gateway, which tests/run publishes.</summary>
    public static string NativeGateway => Native("gateway", "EdgeStack.Gateway", "edgestack-gateway");

    /// <summary>The native collector, which tests/run publishes.</summary>
    public static string NativeCollector => Native("collector", "EdgeStack.Collector", "edgestack-collector");

    /// <summary>What native programs are published for.</summary>
    public static string NativeRuntime => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    private static string Built(string project, string program) =>
        Existing(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, Configuration, program)), "dotnet build EdgeStack.sln");

    private static string Native(string room, string project, string program) => Existing(
        Path.Combine(RepositoryRoot.Path, "artifacts", "publish", project, $"release_{NativeRuntime}", program), $"dotnet publish {room}/{project} -r {NativeRuntime}");

    private static string Existing(string path, string make) =>
        File.Exists(path) ? path : throw new FileNotFoundException($"{path} is not there; make it with: {make}");
}
