namespace EdgeStack.Provisioning.Local;

/// <summary>
/// A temporary folder with what the gateway needs beside the owner's routes: the manifests that lead <c>whoami:80</c> to the backend of
/// this machine (on a cluster the real Service stands in their place, so the route file is the same in both), and settings of its own.
/// </summary>
internal sealed class GeneratedFolder : IDisposable
{
    // Without a file of its own the gateway would read the machine's, and a trial beside a gateway in service would do what that one does.
    private const string Settings = "# Written by `edgestack up`: everything is on the command line.\n";

    private readonly string _path = Directory.CreateTempSubdirectory("edgestack-up-").FullName;

    private GeneratedFolder()
    {
    }

    public string Routes => Path.Combine(_path, "routes");

    public string SettingsFile => Path.Combine(_path, "gateway.yaml");

    public static GeneratedFolder Create(Uri backend)
    {
        GeneratedFolder folder = new();
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
