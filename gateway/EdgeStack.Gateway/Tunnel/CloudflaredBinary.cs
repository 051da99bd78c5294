using System.Collections;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>Where cloudflared is.</summary>
internal static class CloudflaredBinary
{
    private const string Advice = "install Cloudflare's package cloudflared, or name its path in tunnel.binary";

    /// <param name="named">A path, or a name that is looked for on PATH.</param>
    /// <param name="environment">The environment's variables.</param>
    public static TunnelReading<string> Find(string named, IDictionary environment)
    {
        if (named.Contains('/', StringComparison.Ordinal))
            return File.Exists(named) ? Path.GetFullPath(named) : TunnelReading<string>.Wrong($"there is no program '{named}' (tunnel.binary): {Advice}");
        string path = environment["PATH"] as string ?? "";
        string? found = path.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, named)).FirstOrDefault(IsProgram);
        return found is not null ? found : TunnelReading<string>.Wrong($"there is no program '{named}' on PATH ({path}): {Advice}");
    }

#pragma warning disable CA1416 // the gateway is for Linux
    private static bool IsProgram(string file) => File.Exists(file) && (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None;
#pragma warning restore CA1416
}
