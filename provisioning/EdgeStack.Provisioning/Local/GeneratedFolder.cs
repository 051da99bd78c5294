using System.Globalization;
using EdgeStack.RouteFolders;

namespace EdgeStack.Provisioning.Local;

/// <summary>
/// A temporary folder with what the gateway needs beside the owner's routes: the manifests that lead <c>whoami:80</c> to the backend of
/// this machine (on a cluster the real Service stands in their place, so the route file is the same in both), and settings of its own.
/// </summary>
internal sealed class GeneratedFolder : IDisposable
{
    // Without a file of its own the gateway would read the machine's, and a trial beside a gateway in service would do what that one does.
    private const string Settings = "# Written by `edgestack up`: everything is on the command line.\n";

    private const string Prefix = "edgestack-up-";

    private readonly string _path = Directory.CreateTempSubdirectory($"{Prefix}{Environment.ProcessId}-").FullName;

    private GeneratedFolder()
    {
    }

    public string Routes => Path.Combine(_path, "routes");

    /// <summary>For cloudflared; the gateway makes it.</summary>
    public string Tunnel => Path.Combine(_path, "tunnel");

    public string SettingsFile => Path.Combine(_path, "gateway.yaml");

    public static GeneratedFolder Create(Uri backend)
    {
        GeneratedFolder folder = new();
        folder.RemoveLeftovers();
        Directory.CreateDirectory(folder.Routes);
        File.WriteAllText(Path.Combine(folder.Routes, "whoami-service.yaml"), Manifests(backend));
        File.WriteAllText(folder.SettingsFile, Settings);
        return folder;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(_path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody was tidier than we are.
        }
    }

    // What a run left that was killed. Only a folder of this user's own: in a shared folder anybody can choose such a name.
    private void RemoveLeftovers()
    {
        uint? owner = FileStatus.Of(_path, followLinks: false)?.Owner;
        foreach (string folder in Directory.GetDirectories(Path.GetDirectoryName(_path)!, $"{Prefix}*"))
            if (MakerOf(folder) is { } maker && PosixProcess.IsGone(maker)
                && FileStatus.Of(folder, followLinks: false) is { IsFolder: true } status && status.Owner == owner)
                RemoveLeftover(folder);
    }

    private static void RemoveLeftover(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another start removes it at the same moment, or it cannot be removed: no reason not to start.
        }
    }

    // edgestack-up-4711-k2s8dQ: the number of the process that made it.
    private static int? MakerOf(string folder) =>
        Path.GetFileName(folder)[Prefix.Length..].Split('-') is [var number, _]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int process) && process > 0
            ? process
            : null;

    private static string Manifests(Uri backend) =>
        $$"""
        # Written by `edgestack up`; gone when it stops.
        apiVersion: v1
        kind: Service
        metadata: { name: whoami, namespace: default }
        spec:
          ports:
            - { name: http, port: 80, targetPort: {{backend.Port}} }
        ---
        apiVersion: v1
        kind: Endpoints
        metadata: { name: whoami, namespace: default }
        subsets:
          - addresses:
              - { ip: {{backend.Host}} }
            ports:
              - { name: http, port: {{backend.Port}} }

        """;
}
