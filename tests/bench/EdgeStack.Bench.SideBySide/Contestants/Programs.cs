using System.Runtime.InteropServices;

namespace EdgeStack.Bench.SideBySide.Contestants;

/// <summary>Where programs are.</summary>
internal static class Programs
{
    // Debian keeps nginx and haproxy where only root's PATH looks.
    private static readonly string[] PathFolders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin"];

    private static readonly string Rid = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    /// <summary>As <c>dotnet publish -r</c> leaves a native program.</summary>
    public static string Native(string project, string program) => Path.Combine(RepositoryRoot.Path, "artifacts", "publish", project, $"release_{Rid}", program);

    /// <summary>As <c>dotnet build -c Release</c> leaves a program.</summary>
    public static string Built(string project, string program) => Path.Combine(RepositoryRoot.Path, "artifacts", "bin", project, "release", program);

    public static bool OnPath(string program) => PathFolders.Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>The full path of an installed program.</summary>
    public static string Find(string program) =>
        PathFolders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists) ?? throw new FileNotFoundException($"{program} is not installed; tests/bench/run does that");
}
