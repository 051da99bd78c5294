using System.Text;

namespace EdgeStack.Bench.SideBySide.Contestants;

/// <summary>Caddy with a matcher for each host and a JSON access log.</summary>
internal static class CaddyProxy
{
    public static IReadOnlyList<string> Prepare(Site site)
    {
        StringBuilder caddyfile = new($$"""
            {
              admin off
              auto_https off
            }
            http://:{{site.Port}} {
              bind 127.0.0.1
              log {
                output file {{site.AccessLog}} {
                  roll_disabled
                }
              }

            """);
        // One site with a matcher for each host: with a site for each, ten thousand loggers look at every line.
        foreach (string host in site.HostNames)
        {
            string name = $"@{host.Split('.')[0]}";
            caddyfile.Append($"  {name} host {host}\n  handle {name} {{\n    reverse_proxy {site.Backend}\n  }}\n");
        }

        caddyfile.Append("  handle {\n    respond 404\n  }\n}\n");
        File.WriteAllText(site.File("Caddyfile"), caddyfile.ToString());
        return ["run", "--config", site.File("Caddyfile"), "--adapter", "caddyfile"];
    }
}
