using System.Globalization;
using System.Text;

namespace EdgeStack.EndToEnd.Tests.Local.CostOfARequest;

/// <summary>A request whose cost is written down.</summary>
/// <param name="Name">As it stands in <c>costs.txt</c>.</param>
/// <param name="Hosts">How many hosts the table has.</param>
/// <param name="Request">What is sent.</param>
/// <param name="Status">What is answered.</param>
internal sealed record Scenario(string Name, int Hosts, byte[] Request, int Status)
{
    /// <summary>A gateway cannot be measured with fewer: the plain route and the one with middlewares.</summary>
    private const int Few = 2;

    private const int Many = 10_000, RoutesInAFile = 5000, Body = 10 * 1024;

    public static Scenario[] All { get; } =
    [
        new("small GET", Few, Get("/some/path?page=2", "h0.example"), 200),
        new("small GET, 10,000 hosts", Many, Get("/some/path?page=2", "h7000.example"), 200),
        new("POST of 10 KB", Few, [.. Bytes($"POST /some/path HTTP/1.1\r\nHost: h0.example\r\nContent-Type: text/plain\r\nContent-Length: {Body}\r\n\r\n"), .. new byte[Body]], 200),
        new("three middlewares", Few, Get("/shop/some/path", "h1.example"), 200),
        new("answer of its own", Few, Get("/some/path", "unknown.example"), 404),
    ];

    /// <summary>Writes the routes that a scenario with so many hosts needs.</summary>
    public static void WriteRoutes(TemporaryFolder folder, int hosts, int backend)
    {
        string service = string.Create(CultureInfo.InvariantCulture, $"service: \"http://127.0.0.1:{backend}\"");
        foreach (int[] part in Enumerable.Range(0, hosts).Chunk(RoutesInAFile))
            folder.Write($"{part[0]}.yaml", $"routes:\n{string.Concat(part.Select(i => $"  - {{ host: h{i}.example, {(i == 1 ? Middlewares : "")}{service} }}\n"))}");
    }

    private const string Middlewares = "middlewares: [ { stripPrefix: { prefixes: [ /shop ] } }, "
        + "{ headers: { customRequestHeaders: { X-Shop: \"1\" }, customResponseHeaders: { X-Served: \"1\" } } }, "
        + "{ rateLimit: { average: 1000000, burst: 1000000 } } ], ";

    private static byte[] Get(string target, string host) =>
        Bytes($"GET {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: text/html,*/*;q=0.8\r\nAccept-Language: en\r\n\r\n");

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
}
