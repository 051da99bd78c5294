using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Tunnel;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeStack.Gateway.Tests.Tunnel;

/// <summary>The stand-in for cloudflared, which plays what the files of a folder say.</summary>
internal static class StandIn
{
    private static readonly string Program = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "EdgeStack.StandIns.Cloudflared", AppContext.BaseDirectory.Contains("/debug/", StringComparison.Ordinal) ? "debug" : "release", "cloudflared-stand-in"));

    private static readonly string DotnetRoot = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    /// <summary>Makes a program that can be called as cloudflared is, and returns its path.</summary>
    public static string Install(TemporaryFolder folder)
    {
        string program = folder.Write("bin/cloudflared", $"#!/bin/sh\nDOTNET_ROOT='{DotnetRoot}' exec '{Program}' '{folder.Path}' \"$@\"\n");
#pragma warning disable CA1416 // tests run on Linux
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        return program;
    }

    /// <summary>Settings of a gateway with a tunnel by token, whose program is the stand-in.</summary>
    public static void UseTunnel(this GatewayOptions options, TemporaryFolder folder)
    {
        options.Tunnel.Mode = TunnelMode.Token;
        options.Tunnel.Binary = Install(folder);
        options.Tunnel.Folder = folder.File("run");
        options.Tunnel.TokenFile = folder.Write("token", TunnelLab.Token());
        Assert.Null(TunnelSettings.Complete(options));
    }

    /// <summary>For a gateway in a test: nothing outside this machine is tried.</summary>
    public static void StayAtHome(IServiceCollection services)
    {
        (string, int) nobody = ("127.0.0.1", FreePort.Closed());
        services.AddSingleton(new InternetReach(nobody, nobody, TimeProvider.System));
    }
}
