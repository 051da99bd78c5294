using System.Reflection;
using EdgeStack.Collector.Settings;

namespace EdgeStack.Collector;

#pragma warning disable RS0030 // before there is a log, the terminal is the only place to answer to
/// <summary>What the program does instead of measuring.</summary>
internal static class CommandLine
{
    /// <summary>The exit code of a call that does not measure; null when it is to.</summary>
    public static int? Answer(string[] args) => args switch
    {
        ["--help" or "-h", ..] => Print(Help()),
        ["--version"] => Print($"edgestack-collector {typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}\n"),
        _ => null,
    };

    public static string Help() => SettingsCatalogue.Program.Help("measures a machine, database servers and a Kubernetes cluster, for Prometheus.");

    public static void Complain(IEnumerable<string> errors)
    {
        foreach (string error in errors)
            Console.Error.WriteLine($"edgestack-collector: {error}");
        Console.Error.WriteLine("edgestack-collector: --help lists every setting");
    }

    private static int Print(string text)
    {
        Console.Out.Write(text);
        return 0;
    }
}
#pragma warning restore RS0030
