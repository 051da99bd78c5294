using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Ownership;

/// <summary>The operator's permission for a namespace to have routes for hosts that belong to another one.</summary>
public sealed record HostGrant(HostPattern Hosts, string Namespace)
{
    /// <summary>Reads <c>shop.example.com=team-b</c>; the host may be a wildcard, and <c>*</c> is every host.</summary>
    public static bool TryParse(string written, out HostGrant? grant, out string? fault)
    {
        grant = null;
        if (written.Split('=') is not [var host, { Length: > 0 } @namespace])
        {
            fault = $"'{written}' is not of the form shop.example.com=namespace";
            return false;
        }

        if (!HostPattern.TryParse(host.Trim(), out HostPattern hosts, out string? hostFault))
        {
            fault = $"'{written}': host '{host}' {hostFault}";
            return false;
        }

        fault = null;
        grant = new HostGrant(hosts, @namespace.Trim());
        return true;
    }

    public override string ToString() => $"{Hosts}={Namespace}";
}
