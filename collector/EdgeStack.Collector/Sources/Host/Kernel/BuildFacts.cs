using System.Reflection;
using System.Runtime.InteropServices;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Kernel;

/// <summary>
/// The series by which dashboards and people see which exporter answers. It says what is true: our own name and version, in node_exporter's words for system and architecture, and
/// no version of Go.
/// </summary>
internal sealed class BuildFacts : IHostReading
{
    private static readonly string[] Version =
        (typeof(BuildFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+', 2);

    private static readonly Family Build = Family.Gauge("node_exporter_build_info", "1, with the program that answers in node_exporter's place.", "version", "revision", "goos", "goarch");

    private static readonly string Architecture = RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        _ => "arm",
    };

    public string Name => "build_info";

    public TimeSpan Every { get; } = TimeSpan.FromHours(1);

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        samples.Add(Build, 1, $"edgestack-collector-{Version[0]}", Version.Length > 1 ? Version[1] : "", "linux", Architecture);
        return SourceOutcome.Ok;
    }
}
