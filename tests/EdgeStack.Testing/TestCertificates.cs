using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeStack.Testing;

/// <summary>An authority of its own, and certificates that are right or wrong in one way each.</summary>
public sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly X509Certificate2 _authority = Sign("Test authority", null, null, Now.AddYears(-3), Now.AddYears(3));

    /// <summary>The authority's certificate, as it stands in <c>ca.crt</c>.</summary>
    public string AuthorityPem => _authority.ExportCertificatePem();

    /// <summary>A certificate for that name or address that the authority has signed.</summary>
    public X509Certificate2 For(string name) => Sign(name, name, _authority, Now.AddDays(-1), Now.AddYears(1));

    /// <summary>One that ended in January of the year before the last one.</summary>
    public X509Certificate2 Expired(string name) => Sign(name, name, _authority, ExpiredOn.AddDays(-30), ExpiredOn);

    public static DateTimeOffset ExpiredOn { get; } = new(Now.Year - 2, 1, 15, 12, 0, 0, TimeSpan.Zero);

    public static X509Certificate2 SelfSigned(string name) => Sign(name, name, null, Now.AddDays(-1), Now.AddYears(1));

    public void Dispose() => _authority.Dispose();

    private static X509Certificate2 Sign(string subject, string? name, X509Certificate2? issuer, DateTimeOffset from, DateTimeOffset to)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={subject}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(name is null, false, 0, critical: true));
        if (name is not null)
        {
            SubjectAlternativeNameBuilder names = new();
            if (IPAddress.TryParse(name, out IPAddress? address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
        }

        if (issuer is null)
            return request.CreateSelfSigned(from, to);
        byte[] serial = new byte[8];
        RandomNumberGenerator.Fill(serial);
        serial[0] &= 0x7f; // positive
        using X509Certificate2 certificate = request.Create(issuer, from, to, serial);
        return certificate.CopyWithPrivateKey(key);
    }
}
