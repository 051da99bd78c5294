using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>Judges the certificate of one connection, and says in words what is wrong with it.</summary>
internal sealed class CertificateCheck(UpstreamTls tls, TimeProvider time)
{
    /// <summary>What is wrong; null when nothing is, or nothing was looked at.</summary>
    public string? Fault { get; private set; }

    /// <summary>The callback of a connection's handshake.</summary>
    public bool Passes(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None || !tls.Verify)
            return true;
        Fault = $"the upstream's certificate {string.Join(" and ", Faults(certificate as X509Certificate2, chain, errors))}";
        return false;
    }

    private IEnumerable<string> Faults(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            yield return "was not shown";
            yield break;
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            yield return tls.ServerName is { } name ? $"is not for '{name}'" : "is not for the Host of the request";
        if (!errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) || chain is null)
            yield break;
        X509ChainStatusFlags flags = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        if (flags.HasFlag(X509ChainStatusFlags.NotTimeValid))
            yield return OutOfTime(certificate);
        if ((flags & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != X509ChainStatusFlags.NoError)
            yield return certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData) ? "is self-signed" : "is from an authority that is not trusted";
        flags &= ~(X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain);
        if (flags != X509ChainStatusFlags.NoError)
            yield return $"is not usable: {flags}";
    }

    private string OutOfTime(X509Certificate2 certificate)
    {
        DateTime now = time.GetUtcNow().UtcDateTime, begins = certificate.NotBefore.ToUniversalTime(), ends = certificate.NotAfter.ToUniversalTime();
        return ends < now ? string.Create(CultureInfo.InvariantCulture, $"expired on {ends:yyyy-MM-dd}")
            : begins > now ? string.Create(CultureInfo.InvariantCulture, $"is not valid before {begins:yyyy-MM-dd}")
            : "has an authority that is out of its time";
    }
}
