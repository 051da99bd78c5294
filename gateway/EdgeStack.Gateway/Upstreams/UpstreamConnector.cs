using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Gateway.Secrets;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>
/// Opens connections to upstreams, with TLS where their scheme asks for it: the client would always take the name from the request's Host. Authorities
/// are looked up at every connection, so a new one counts for new connections and cuts none.
/// </summary>
internal sealed class UpstreamConnector(ConnectGuard guard, UpstreamTls tls, SecretSource secrets, TimeProvider time)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        NetworkStream plain = await guard.ConnectAsync(context, cancellationToken);
        HttpRequestMessage request = context.InitialRequestMessage;
        return request.RequestUri?.Scheme != Uri.UriSchemeHttps ? new UpstreamStream(plain) : await SecureAsync(plain, request, context.DnsEndPoint.Host, cancellationToken);
    }

    private async Task<SslStream> SecureAsync(NetworkStream plain, HttpRequestMessage request, string host, CancellationToken cancellationToken)
    {
        SecureUpstreamStream secure = new(plain);
        CertificateCheck check = new(tls, time);
        X509Certificate2Collection authorities = [];
        try
        {
            authorities = Authorities();
            await secure.AuthenticateAsClientAsync(Options(request, host, check, authorities), cancellationToken);
            return secure;
        }
        catch (Exception fault)
        {
            await secure.DisposeAsync();
            if (check.Fault is { } why)
                throw new UpstreamTlsException(why, mayPass: false, fault);
            if (fault is AuthenticationException)
                throw new UpstreamTlsException("the upstream and the gateway could not agree on TLS", mayPass: false, fault);
            if (fault is IOException)
                throw new UpstreamTlsException("the upstream ended the connection during the TLS handshake", mayPass: true, fault);
            throw;
        }
        finally
        {
            CaCertificates.Dispose(authorities);
        }
    }

    private X509Certificate2Collection Authorities()
    {
        if (tls.CaSecret is not { } secret)
            return [];
        if (secrets(secret.Namespace, secret.Name) is not SecretLookup.Found found)
            throw new UpstreamTlsException($"Secret {secret.Namespace}/{secret.Name} is not there", mayPass: false);
        (X509Certificate2Collection certificates, string? fault) = CaCertificates.Read(found);
        return fault is null ? certificates : throw new UpstreamTlsException($"Secret {secret.Namespace}/{secret.Name} is not usable: {fault}", mayPass: false);
    }

    private SslClientAuthenticationOptions Options(HttpRequestMessage request, string host, CertificateCheck check, X509Certificate2Collection authorities)
    {
        SslClientAuthenticationOptions options = new()
        {
            TargetHost = tls.ServerName ?? (request.Headers.Host is { Length: > 0 } asked ? WithoutPort(asked) : host.Trim('[', ']')),
            // The version of the request decides which pool the client opens this connection for.
            ApplicationProtocols = request.Version.Major < 2 ? [SslApplicationProtocol.Http11]
                : request.VersionPolicy == HttpVersionPolicy.RequestVersionOrLower ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]
                : [SslApplicationProtocol.Http2],
            AllowRenegotiation = request.Version.Major < 2,
            RemoteCertificateValidationCallback = check.Passes,
        };
        if (tls.CaSecret is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        return options;
    }

    private static string WithoutPort(string host) =>
        host[0] == '[' && host.IndexOf(']') is var end and > 0 ? host[1..end] : host.IndexOf(':') is var colon and >= 0 ? host[..colon] : host;
}
