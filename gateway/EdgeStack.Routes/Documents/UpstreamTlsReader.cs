using EdgeStack.Documents;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Upstreams;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Documents;

/// <summary>Reads a route's field <c>upstreamTls</c>. It protects, so whatever is wrong with it closes the route.</summary>
/// <param name="namespace">The route's, in which the Secret is.</param>
/// <param name="report">Takes what is wrong: where, what, and what to write instead.</param>
/// <param name="warn">Takes what is right but should be known.</param>
internal sealed class UpstreamTlsReader(string @namespace, Action<YamlNode, string, string?> report, Action<YamlNode, string, string?> warn)
{
    private const string Verify = "verify", ServerName = "serverName", CaSecretKey = "caSecret";

    private const string Example = "write 'upstreamTls: { serverName: api.internal, caSecret: api-ca }'";

    private static readonly string[] Keys = [Verify, ServerName, CaSecretKey];

    /// <param name="node">The field's value.</param>
    /// <param name="scheme">The route's.</param>
    /// <param name="services">Where its requests go.</param>
    public UpstreamTls Read(YamlNode node, UpstreamScheme scheme, OptionList<WeightedService> services)
    {
        UpstreamTls tls = UpstreamTls.Default;
        if (node is not YamlMappingNode mapping)
        {
            report(node, "'upstreamTls' is not a mapping", Example);
            return tls;
        }

        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            string name = (key as YamlScalarNode)?.Value ?? "";
            tls = name switch
            {
                Verify => tls with { Verify = ReadVerify(value) },
                ServerName => tls with { ServerName = ReadServerName(value) },
                CaSecretKey => tls with { CaSecret = ReadCaSecret(value) },
                _ => Unknown(key, name, tls),
            };
        }

        if (tls is { Verify: false, CaSecret: not null })
            report(node, "upstreamTls: a certificate that is not verified needs no 'caSecret'", "take one of 'verify: false' and 'caSecret' out");
        if (scheme is UpstreamScheme.Http or UpstreamScheme.H2c || (scheme == UpstreamScheme.ByPort && services.Any(IsPlain)))
            report(node, "upstreamTls: requests go to this upstream without TLS", "write 'scheme: https', or take 'upstreamTls' out");
        return tls;
    }

    private static bool IsPlain(WeightedService service) => service.Reference is ServiceReference.Origin { Address.Scheme: SchemeNames.Http };

    private UpstreamTls Unknown(YamlNode key, string name, UpstreamTls tls)
    {
        report(key, $"unknown key '{name}' in 'upstreamTls'", NearestName.Suggestion(name, Keys));
        return tls;
    }

    private bool ReadVerify(YamlNode node)
    {
        if ((node as YamlScalarNode)?.Value is not ("true" or "false"))
            report(node, "'verify' is neither true nor false", null);
        if ((node as YamlScalarNode)?.Value != "false")
            return true;
        warn(node, "upstreamTls: 'verify: false' takes any certificate, also that of somebody in between", "name the authority instead: 'caSecret: NAME' (a Secret with the key 'ca.crt')");
        return false;
    }

    private string? ReadServerName(YamlNode node)
    {
        string name = (node as YamlScalarNode)?.Value ?? "";
        if (Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6 && name.All(char.IsAscii))
            return name;
        report(node, $"serverName '{name}' is not a host name", "write the name that the certificate has, without port");
        return null;
    }

    private CaSecret? ReadCaSecret(YamlNode node)
    {
        string name = (node as YamlScalarNode)?.Value ?? "";
        if (SecretText.FaultOf(name) is not { } fault)
            return new CaSecret(@namespace, name);
        report(node, fault.Message, fault.Fix);
        return null;
    }
}
