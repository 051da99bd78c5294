using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeStack.Collector.Sources.Probes;

/// <summary>Judges the certificate of a TLS connection, and keeps when it ends, also of one that is not trusted.</summary>
internal sealed class ProbeCertificates(string? authority)
{
    public DateTimeOffset? Expiry { get; private set; }

    /// <summary>Why the certificate does not count; null when it does.</summary>
    public string? Problem { get; private set; }

    /// <exception cref="ProbeException">There are no certificates in the authority's file.</exception>
    public SslClientAuthenticationOptions Options(string host) => new()
    {
        TargetHost = host,
        CertificateChainPolicy = Policy(),
        RemoteCertificateValidationCallback = Judge,
    };

    private X509ChainPolicy Policy()
    {
        X509ChainPolicy policy = new() { RevocationMode = X509RevocationMode.NoCheck };
        if (authority is null)
            return policy;
        try
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.ImportFromPemFile(authority);
            return policy;
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ProbeException("the file with the authority's certificates cannot be read");
        }
    }

    private bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        IEnumerable<X509Certificate2> sent = (chain?.ChainPolicy.ExtraStore ?? []).Append(certificate as X509Certificate2).OfType<X509Certificate2>();
        foreach (X509Certificate2 one in sent)
        {
            DateTimeOffset end = new(one.NotAfter.ToUniversalTime());
            Expiry = Expiry is null || end < Expiry ? end : Expiry;
        }

        bool isLate = chain?.ChainStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)) == true;
        Problem = errors switch
        {
            SslPolicyErrors.None => null,
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) => "the server has no certificate",
            _ when isLate => "the certificate has ended, or has not begun",
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => "the certificate is for another name",
            _ => "the certificate is not trusted",
        };
        return Problem is null;
    }
}
