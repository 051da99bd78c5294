namespace EdgeStack.Provisioning.Local;

/// <summary>The route file that <c>edgestack up</c> writes where there is no folder of routes yet.</summary>
internal static class SampleRoutes
{
    public const string FileName = "whoami.yaml";

    public const string Host = "whoami.localhost";

    private const string Manifest =
        """
        # A route, written by `edgestack up` as a start. Change it while the gateway runs: it is read again at once.
        # Check it with `edgestack routes lint`.
        #
        # The same file works on a cluster: `kubectl apply -f whoami.yaml`, beside a Service named whoami.
        # Routes are ConfigMaps with the label below.
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: whoami
          namespace: default            # services without a namespace are looked for here
          labels:
            edgestack.dev/routes: "true"
        data:
          # The key is free to choose, and there may be several. Mind the bar: what follows is one text.
          routes.yaml: |
            version: 1
            routes:
              # Names below .localhost lead to this machine in every browser.
              - host: whoami.localhost
                service: whoami:80      # name:port of a Service; `edgestack up` runs one of this name that answers with what it was asked

              # More to try, without the leading '#':
              # - host: api.localhost
              #   path: /v2              # by whole segments: /v2 and /v2/users, but not /v20
              #   service: http://127.0.0.1:3000    # anything that listens on this machine

        """;

    /// <summary>Creates the folder with the sample in it; a folder that exists is left alone, even an empty one.</summary>
    /// <returns>The path of the new file, null when the folder was there.</returns>
    public static string? CreateIfMissing(string folder)
    {
        if (Directory.Exists(folder))
            return null;
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, FileName);
        File.WriteAllText(file, Manifest);
        return file;
    }
}
