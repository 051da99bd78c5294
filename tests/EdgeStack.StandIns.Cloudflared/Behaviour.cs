namespace EdgeStack.StandIns.Cloudflared;

/// <summary>
/// What a test wants of the stand-in: files in a folder, since cloudflared's environment and command line are what is tested. A file that changes while
/// the stand-in runs changes what it answers.
/// </summary>
/// <param name="folder">The folder.</param>
internal sealed class Behaviour(string folder)
{
    /// <summary>How it fails; see <see cref="Script"/>.</summary>
    public string Mode => Text("mode") ?? "ok";

    public string Version => Text("version") ?? "2026.8.2";

    /// <summary>How many connections stand, whatever else is said; null leaves it to the mode.</summary>
    public int? Ready => int.TryParse(Text("ready"), out int ready) ? ready : null;

    /// <summary>A line that it says first of all.</summary>
    public string? Words => Text("words");

    /// <summary>Where Cloudflare's configuration leads, in the mode that has one.</summary>
    public string Service => Text("service") ?? "http://old:80";

    /// <summary>Whether UDP, which has worked, is blocked now.</summary>
    public bool IsUdpLost => File.Exists(Path.Combine(folder, "udp-lost"));

    /// <summary>How long requests under way last after the signal; the file goes when they have ended.</summary>
    public bool HasRequestsUnderWay => File.Exists(Path.Combine(folder, "busy"));

    /// <summary>Writes down how it was called, one call a line, arguments between tabs.</summary>
    public void Called(IReadOnlyList<string> arguments, IEnumerable<string> environment)
    {
        File.AppendAllLines(Path.Combine(folder, "environment.log"), environment);
        File.AppendAllText(Path.Combine(folder, "calls.log"), $"{Environment.ProcessId}\t{string.Join('\t', arguments)}\n");
    }

    /// <summary>Writes down where visitors find the edge.</summary>
    public void IsReachedAt(string port) => File.WriteAllText(Path.Combine(folder, "edge-port"), port);

    private string? Text(string name)
    {
        string file = Path.Combine(folder, name);
        return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }
}
