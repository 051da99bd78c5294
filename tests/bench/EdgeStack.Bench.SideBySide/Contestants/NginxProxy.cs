namespace EdgeStack.Bench.SideBySide.Contestants;

/// <summary>nginx as a proxy with two workers, a JSON access log and connections to the backend kept alive.</summary>
internal static class NginxProxy
{
    public static IReadOnlyList<string> Prepare(Site site)
    {
        File.WriteAllLines(site.File("hosts.map"), site.HostNames.Select(host => $"{host} backend;"));
        return Nginx.Prepare(site.Folder, workers: 2, Http(site));
    }

    private static string Http(Site site) => $$"""
        log_format json escape=json '{"time":"$time_iso8601","status":$status,"method":"$request_method","host":"$host","path":"$request_uri",'
          '"protocol":"$server_protocol","client":"$remote_addr","bytesIn":$request_length,"bytesOut":$bytes_sent,"seconds":$request_time,'
          '"upstream":"$upstream_addr","upstreamStatus":"$upstream_status","upstreamSeconds":"$upstream_response_time","agent":"$http_user_agent"}';
        # Written in blocks, as the gateway does.
        access_log {{site.AccessLog}} json buffer=64k flush=1s;
        map_hash_max_size 65536;
        map $http_host $upstream { include {{site.File("hosts.map")}}; }
        map $http_upgrade $connection_header { default upgrade; '' ''; }
        upstream backend { server {{site.Backend}}; keepalive 1024; keepalive_requests 1000000000; }
        proxy_buffers 16 16k;
        server {
          listen 127.0.0.1:{{site.Port}} backlog=4096;
          location / {
            if ($upstream = '') { return 404; }
            proxy_pass http://$upstream;
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_header;
          }
        }
        """;
}
