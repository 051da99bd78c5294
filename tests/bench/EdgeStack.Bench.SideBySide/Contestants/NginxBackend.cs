namespace EdgeStack.Bench.SideBySide.Contestants;

/// <summary>What stands behind every proxy: nginx with one worker and no access log.</summary>
internal static class NginxBackend
{
    public const string Large = "/100k", Upload = "/upload";

    private const int LargeBytes = 100 * 1024;

    /// <summary>Writes its files; how it is started.</summary>
    public static StartCommand StartFor(string folder, int port)
    {
        string files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName, sink = Path.Combine(folder, "sink.sock");
        File.WriteAllBytes(Path.Combine(files, Large[1..]), new byte[LargeBytes]);
        // 'return' alone answers before it has read the body. A proxy_pass reads the whole body first, so it goes to a second server, which
        // may then answer as it likes.
        return new StartCommand(Programs.Installed("nginx"), Nginx.Prepare(folder, workers: 1, $$"""
            access_log off; default_type text/plain; sendfile on;
            upstream sink { server unix:{{sink}}; keepalive 1024; keepalive_requests 1000000000; }
            server { listen unix:{{sink}}; location / { return 200 "taken\n"; } }
            server {
              listen 127.0.0.1:{{port}} backlog=4096;
              location / { return 200 "Hello from the backend\n"; }
              location = {{Large}} { root {{files}}; }
              location = {{Upload}} { proxy_pass http://sink; proxy_http_version 1.1; proxy_set_header Connection ''; }
            }
            """));
    }
}
