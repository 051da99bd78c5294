namespace EdgeStack.Provisioning.Local;

/// <summary>A free tunnel of Cloudflare's: a public address with a random name, for as long as <c>edgestack up</c> runs.</summary>
/// <param name="Cloudflared">Full path of the program.</param>
/// <param name="Host">Whose routes its visitors get: the random name is in none.</param>
internal sealed record QuickTunnel(string Cloudflared, string Host)
{
    private const string Program = "cloudflared";

    /// <summary>Finds the program.</summary>
    /// <param name="path">Folders, as in <c>PATH</c>.</param>
    /// <returns>Null when it is in none of them.</returns>
    public static string? Find(string path) =>
        path.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, Program)).FirstOrDefault(IsProgram);

#pragma warning disable CA1416 // the command line is for Linux
    private static bool IsProgram(string file) => File.Exists(file) && (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None;
#pragma warning restore CA1416
}
