namespace EdgeStack.Bench.SideBySide.Contestants;

/// <summary>What a proxy is to serve.</summary>
/// <param name="Folder">The proxy's own, for its settings and logs.</param>
/// <param name="Port">To listen on, on 127.0.0.1.</param>
/// <param name="Backend">Where every request goes: <c>127.0.0.1:port</c>.</param>
/// <param name="Hosts">How many there are.</param>
internal sealed record Site(string Folder, int Port, string Backend, int Hosts)
{
    public string AccessLog => File("access.log");

    public IEnumerable<string> HostNames => Enumerable.Range(0, Hosts).Select(HostName);

    public static string HostName(int number) => $"h{number}.example";

    public string File(string name) => Path.Combine(Folder, name);
}
