namespace EdgeStack.Bench.SideBySide.Contestants;

/// <summary>HAProxy with two threads and its HTTP log.</summary>
internal static class HAProxy
{
    public static IReadOnlyList<string> Prepare(Site site)
    {
        File.WriteAllLines(site.File("hosts.map"), site.HostNames.Select(host => $"{host} backend"));
        // It has no log file: what it writes to stdout is redirected to one, as every contestant's is.
        File.WriteAllText(site.File("haproxy.cfg"), $"""
            global
              log stdout format raw local0
              maxconn 4096
              nbthread 2
            defaults
              mode http
              log global
              option httplog
              option forwardfor
              option http-keep-alive
              http-reuse always
              timeout connect 5s
              timeout client 1h
              timeout server 1h
              timeout tunnel 1h
            frontend visitors
              bind 127.0.0.1:{site.Port} backlog 4096
              use_backend %[req.hdr(host),lower,map_str({site.File("hosts.map")},none)]
            backend backend
              server backend {site.Backend}
            backend none
              http-request return status 404

            """);
        return ["-db", "-f", site.File("haproxy.cfg")];
    }
}
