using System.Globalization;
using CliWrap;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>
/// What a NetworkPolicy does, done in the network of one pod: the test cluster has nobody who would enforce one. The rules stay when the
/// container starts again, and what they drop is counted.
/// </summary>
internal static class PodNetwork
{
    private const int Public = 8080, Metrics = 9901;

    /// <param name="pid">A process of the pod.</param>
    /// <param name="egress">Where its connections may lead.</param>
    public static async Task WallInAsync(int pid, params (string Address, int Port)[] egress)
    {
        foreach (string interfaceRule in (string[])["-A INPUT -i lo", "-A OUTPUT -o lo"])
            await AddAsync(pid, interfaceRule, "ACCEPT");
        foreach (int port in (int[])[Public, Metrics])
        {
            await AddAsync(pid, $"-A INPUT -p tcp --dport {port}", "ACCEPT");
            await AddAsync(pid, $"-A OUTPUT -p tcp --sport {port}", "ACCEPT");
        }

        foreach ((string address, int port) in egress)
        {
            await AddAsync(pid, $"-A INPUT -p tcp -s {address} --sport {port}", "ACCEPT");
            await AddAsync(pid, $"-A OUTPUT -p tcp -d {address} --dport {port}", "ACCEPT");
        }

        foreach (string chain in (string[])["INPUT", "OUTPUT"])
            await AddAsync(pid, $"-A {chain}", "DROP");
    }

    /// <summary>What the pod tried to send elsewhere, in packets.</summary>
    public static async Task<int> DroppedAsync(int pid)
    {
        string rules = await In(pid, "-nvxL OUTPUT").ReadAsync();
        string drop = rules.Split('\n').Single(line => line.Contains(" DROP ", StringComparison.Ordinal));
        return int.Parse(drop.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
    }

    /// <summary>Whether a connection from inside the pod comes about.</summary>
    public static async Task<bool> ReachesAsync(int pid, string address, int port) => (await Cli.Wrap("nsenter")
        .WithArguments(["-t", pid.ToString(CultureInfo.InvariantCulture), "-n", "timeout", "2", "bash", "-c", $"exec 3<>/dev/tcp/{address}/{port.ToString(CultureInfo.InvariantCulture)}"])
        .WithValidation(CommandResultValidation.None).ExecuteAsync(TestContext.Current.CancellationToken)).IsSuccess;

    private static async Task AddAsync(int pid, string rule, string verdict) => await In(pid, $"{rule} -j {verdict}").ExecuteAsync(TestContext.Current.CancellationToken);

    private static Command In(int pid, string arguments) =>
        Cli.Wrap("nsenter").WithArguments($"-t {pid.ToString(CultureInfo.InvariantCulture)} -n iptables -w {arguments}");
}
