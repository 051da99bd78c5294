using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Names;

namespace EdgeStack.Collector.Sources.Probes;

/// <summary>A connection, with TLS or without. Made for one try.</summary>
internal sealed class SocketProbe(ProbeEnd end, bool isTls, string? authority, NameLookup names, TimeProvider time)
{
    private readonly ProbeConnector _connector = new(names, time);
    private readonly ProbeCertificates _certificates = new(authority);

    /// <summary>As blackbox_exporter names it in its label.</summary>
    public static string TlsName(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls13 => "TLS 1.3",
        SslProtocols.Tls12 => "TLS 1.2",
        _ => "unknown",
    };

    public async Task<ProbeResult> RunAsync(CancellationToken cancellation)
    {
        ProbeResult result = new();
        try
        {
            using Socket socket = await _connector.TcpAsync(end.Host, end.Port, cancellation);
            if (isTls)
            {
                await using SslStream tls = new(new NetworkStream(socket));
                await tls.AuthenticateAsClientAsync(_certificates.Options(end.Host), cancellation);
                result.Add(ProbeFamilies.TlsVersion, 1, TlsName(tls.SslProtocol));
            }
        }
        catch (ProbeException fault)
        {
            result.Problem = fault.Message;
        }
        catch (OperationCanceledException)
        {
            result.Problem = "was ended";
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException)
        {
            result.Problem = _certificates.Problem ?? "no TLS connection";
        }
        finally
        {
            result.Expiry = _certificates.Expiry;
            result.Add(ProbeFamilies.Lookup, _connector.Lookup.TotalSeconds);
            result.Add(ProbeFamilies.Protocol, _connector.Protocol);
            result.Add(ProbeFamilies.WrongText, 0);
        }

        return result;
    }
}
