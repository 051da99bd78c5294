using System.Reflection;
using EdgeStack.Gateway.Settings;
using EdgeStack.Hosting.Settings;

namespace EdgeStack.Gateway;

#pragma warning disable RS0030 // before there is a log, the terminal is the only place to answer to
/// <summary>What the program does instead of serving.</summary>
internal static class CommandLine
{
    /// <summary>The exit code of a call that does not serve; null when it is to serve.</summary>
    public static async Task<int?> AnswerAsync(string[] args) => args switch
    {
        ["--help" or "-h", ..] => Print(Help()),
        ["--version"] => Print($"edgestack-gateway {typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}\n"),
        ["wait", var duration] => await WaitAsync(duration),
        _ => null,
    };

    public static string Help() => SettingsCatalogue.Program.Help("serves the routes of a Kubernetes cluster, or of a folder.",
        ("wait DURATION", "does nothing for that long (a preStop hook without a shell)"));

    public static void Complain(IEnumerable<string> errors)
    {
        foreach (string error in errors)
            Console.Error.WriteLine($"edgestack-gateway: {error}");
        Console.Error.WriteLine("edgestack-gateway: --help lists every setting");
    }

    private static int Print(string text)
    {
        Console.Out.Write(text);
        return 0;
    }

    // The image has no shell and no sleep, and Kubernetes before 1.30 has no sleep action: the preStop hook calls this.
    private static async Task<int> WaitAsync(string duration)
    {
        if (!DurationText.TryParse(duration, out TimeSpan pause))
        {
            Complain([$"command line: wait: '{duration}' is not a duration such as 5s, at most an hour"]);
            return 64;
        }

        await Task.Delay(pause, TimeProvider.System);
        return 0;
    }
}
#pragma warning restore RS0030
