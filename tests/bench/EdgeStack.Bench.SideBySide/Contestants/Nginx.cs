namespace EdgeStack.Bench.SideBySide.Contestants;

/// <summary>What nginx needs in order to run in a folder of its own, as backend and as proxy.</summary>
internal static class Nginx
{
    /// <summary>Writes the configuration; the arguments that start nginx with it.</summary>
    public static IReadOnlyList<string> Prepare(string folder, int workers, string http)
    {
        string file = Path.Combine(folder, "nginx.conf"), user = Environment.IsPrivilegedProcess ? "user root;" : "";
        File.WriteAllText(file, $$"""
            daemon off; {{user}} pid {{folder}}/nginx.pid;
            worker_processes {{workers}}; worker_rlimit_nofile 16384;
            events { worker_connections 8192; }
            http {
            client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/fastcgi;
            uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
            keepalive_requests 1000000000; keepalive_timeout 1h; tcp_nodelay on;
            client_body_buffer_size 16k; client_max_body_size 1m;
            {{http}}
            }

            """);
        return ["-p", folder, "-c", file, "-e", Path.Combine(folder, "error.log")];
    }
}
