using System.Runtime.InteropServices;

namespace EdgeStack.Bench.SideBySide.Contestants;

/// <summary>Where programs are.</summary>
internal static class Programs
{
    // Debian keeps nginx and haproxy where only root's PATH looks.
    private static readonly string[] Folders =
        [.. (Environment.GetEnvironmentVariables()["PATH"] as string ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries), "/usr/local/sbin", "/usr/sbin"];

    private static readonly string Rid = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    /// <summary>As <c>dotnet publish -r</c> leaves a native program.</summary>
    public static string Native(string project, string program) => Path.Combine(RepositoryRoot.Path, "artifacts", "publish", project, $"release_{Rid}", program);

    /// <summary>As <c>dotnet build -c Release</c> leaves a program.</summary>
    public static string Built(string project, string program) => Path.Combine(RepositoryRoot.Path, "artifacts", "bin", project, "release", program);

    /// <summary>The full path of a program, by its path or by a name on the PATH; null when it is not there.</summary>
    public static string? Find(string program) => Folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>The same of one without which nothing can be measured.</summary>
    public static string Installed(string program) => Find(program) ?? throw new FileNotFoundException($"{program} is not installed; tests/bench/run does that");
}
