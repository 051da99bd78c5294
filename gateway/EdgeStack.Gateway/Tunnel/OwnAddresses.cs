using System.Net;
using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>How the gateway can be named in a rule of Cloudflare's: by its socket; by loopback, which is as good only when it is trusted.</summary>
internal sealed class OwnAddresses(GatewayOptions options)
{
    private readonly string _socket = $"unix:{options.Listeners.Tunnel}";
    private readonly Uri _public = new(options.Listeners.Public);
    private readonly bool _isLoopbackTrusted = options.Visitor.TrustedPeers.Any(range => range.Contains(IPAddress.Loopback));

    /// <returns>What is wrong with a rule that leads there; null when nothing is.</returns>
    public AstrayRule? Judge(string host, string service)
    {
        string named = service.TrimEnd('/');
        if (named == _socket)
            return null;
        if (!IsPublicListener(named))
            return new AstrayRule(host, service);
        return _isLoopbackTrusted ? null : new AstrayRule(host, service, IsUntrusted: true);
    }

    private bool IsPublicListener(string service) =>
        Uri.TryCreate(service, UriKind.Absolute, out Uri? address) && address.Scheme == _public.Scheme && address.IsLoopback && address.Port == _public.Port
        && (_public.IsLoopback || _public.Host is "0.0.0.0" or "[::]");
}
