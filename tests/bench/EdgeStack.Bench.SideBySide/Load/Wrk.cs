using System.Globalization;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using EdgeStack.Bench.SideBySide.Contestants;

namespace EdgeStack.Bench.SideBySide.Load;

/// <summary>wrk with one thread: as many requests as get through.</summary>
internal static partial class Wrk
{
    public static async Task<LoadResult> RunAsync(Site site, WrkRequests requests, TimeSpan duration, CancellationToken cancellation)
    {
        List<string> arguments =
        [
            "-t1", $"-c{requests.Connections}", $"-d{duration.TotalSeconds:0}s", "--latency", "--timeout", "10s", "-H", $"Host: {Site.HostName(0)}",
            .. requests.Headers.SelectMany(header => new[] { "-H", header }),
        ];
        if (requests.Script is not null)
        {
            await File.WriteAllTextAsync(site.File("wrk.lua"), requests.Script, cancellation);
            arguments.AddRange(["-s", site.File("wrk.lua")]);
        }

        BufferedCommandResult result = await Cli.Wrap("wrk").WithArguments([.. arguments, $"http://127.0.0.1:{site.Port}{requests.Path}"]).ExecuteBufferedAsync(cancellation);
        return Read(result.StandardOutput);
    }

    private static LoadResult Read(string output) => new(
        long.Parse(Requests().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
        double.Parse(PerSecond().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
        Time(Median().Match(output)), Time(P99().Match(output)),
        SocketErrors().Match(output).Groups.Values.Skip(1).Concat(Refused().Match(output).Groups.Values.Skip(1))
            .Sum(group => group.Success ? long.Parse(group.Value, CultureInfo.InvariantCulture) : 0));

    private static TimeSpan Time(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * (match.Groups[2].Value switch
    {
        "us" => TimeSpan.FromMicroseconds(1),
        "ms" => TimeSpan.FromMilliseconds(1),
        "s" => TimeSpan.FromSeconds(1),
        _ => TimeSpan.FromMinutes(1),
    });

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"Requests/sec: +([\d.]+)")]
    private static partial Regex PerSecond();

    [GeneratedRegex(@" 50% +([\d.]+)(us|ms|s|m)")]
    private static partial Regex Median();

    [GeneratedRegex(@" 99% +([\d.]+)(us|ms|s|m)")]
    private static partial Regex P99();

    [GeneratedRegex(@"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")]
    private static partial Regex SocketErrors();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex Refused();
}
