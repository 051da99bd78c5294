using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.Secrets;

/// <summary>The certificates of authorities that a Secret holds.</summary>
internal static class CaCertificates
{
    /// <summary>Why the Secret holds none, as a sentence; null when it does.</summary>
    public static string? FaultOf(SecretLookup.Found secret)
    {
        (X509Certificate2Collection certificates, string? fault) = Read(secret);
        Dispose(certificates);
        return fault;
    }

    /// <summary>What it holds, to be disposed with <see cref="Dispose"/>, or why there is nothing.</summary>
    public static (X509Certificate2Collection Certificates, string? Fault) Read(SecretLookup.Found secret)
    {
        X509Certificate2Collection certificates = [];
        if (!secret.Values.TryGetValue(CaSecret.Key, out ReadOnlyMemory<byte> text))
            return (certificates, $"it has no key '{CaSecret.Key}'");
        try
        {
            certificates.ImportFromPem(Encoding.Latin1.GetString(text.Span));
        }
        catch (CryptographicException)
        {
            return (certificates, $"its key '{CaSecret.Key}' holds something else than certificates");
        }

        return (certificates, certificates.Count > 0 ? null : $"its key '{CaSecret.Key}' holds no certificate in PEM");
    }

    public static void Dispose(X509Certificate2Collection certificates)
    {
        foreach (X509Certificate2 certificate in certificates)
            certificate.Dispose();
    }
}
