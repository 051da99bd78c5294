using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Tunnels;

namespace EdgeStack.Provisioning.Certificates;

/// <summary>
/// The cluster's own authority. It and what it has signed are kept beside the inventory, so that every plan finds the same certificates until one of them is near its end or
/// is to hold other names.
/// </summary>
/// <param name="folder">Where they are kept; made when it is not there.</param>
/// <param name="cluster">The cluster's name, for people who look at a certificate.</param>
/// <param name="time">The clock.</param>
internal sealed class CertificateAuthority(string folder, string cluster, TimeProvider time)
{
    // Nobody may run edgestack for a long time on a cluster at home, and what has ended takes the applications along.
    private const int AuthorityYears = 20, ServerYears = 3;

    private static readonly TimeSpan ServerLeft = TimeSpan.FromDays(365), AuthorityLeft = TimeSpan.FromDays(365 * (ServerYears + 1));

    // Clocks of Raspberry Pis are late after a power cut.
    private static readonly TimeSpan Late = TimeSpan.FromDays(1);

    private readonly string _certificate = Path.Combine(folder, "ca.pem"), _key = Path.Combine(folder, "ca-key.pem");

    /// <summary>The certificate of a server, as it was made before or made now.</summary>
    /// <param name="server">What it is called in the folder: <c>mariadb</c>.</param>
    /// <param name="names">Host names and IP addresses under which clients know it; the first is what people see.</param>
    /// <exception cref="SecretException">The files are there, and cannot be used.</exception>
    public ServerCertificate For(string server, IReadOnlyCollection<string> names)
    {
        string certificate = Path.Combine(folder, $"{server}.pem"), key = Path.Combine(folder, $"{server}-key.pem");
        try
        {
            using X509Certificate2 authority = Authority();
            if (Kept(certificate, key, authority, names) is { } kept)
                return kept;
            using ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using X509Certificate2 made = Sign(pair, authority, names);
            // The key first: cut off between the two, the pair does not fit and is made again.
            SecretFile.Write(key, pair.ExportPkcs8PrivateKeyPem() + "\n");
            SecretFile.Write(certificate, made.ExportCertificatePem() + "\n");
            return Of(authority, made, File.ReadAllText(key));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SecretException($"certificate of {server}: {fault.Message} ({folder})");
        }
    }

    private X509Certificate2 Authority()
    {
        if (!File.Exists(_certificate) && !File.Exists(_key))
        {
            using ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            SecretFile.Write(_key, pair.ExportPkcs8PrivateKeyPem() + "\n");
            WriteAuthority(pair);
        }

        if (!File.Exists(_key))
            throw new SecretException($"{_key} is missing, and only it signs what clients trust: put it back, or remove {_certificate} for a new authority that every client has to be told of");
        using ECDsa key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(_key));
        bool isThere = File.Exists(_certificate);
        if (isThere)
        {
            X509Certificate2 kept = X509Certificate2.CreateFromPem(File.ReadAllText(_certificate), File.ReadAllText(_key));
            if (Left(kept) > AuthorityLeft)
                return kept;
            kept.Dispose();
        }

        // The same name and key for longer: who trusts the old certificate trusts what is signed now.
        WriteAuthority(key);
        return X509Certificate2.CreateFromPem(File.ReadAllText(_certificate), File.ReadAllText(_key));
    }

    private void WriteAuthority(ECDsa key)
    {
        CertificateRequest request = new($"CN=EdgeStack authority of {cluster}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        DateTimeOffset now = time.GetUtcNow();
        using X509Certificate2 made = request.CreateSelfSigned(now - Late, now.AddYears(AuthorityYears));
        SecretFile.Write(_certificate, made.ExportCertificatePem() + "\n");
    }

    private X509Certificate2 Sign(ECDsa key, X509Certificate2 authority, IReadOnlyCollection<string> names)
    {
        CertificateRequest request = new($"CN={names.First()}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false)); // serverAuth, RFC 5280
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        SubjectAlternativeNameBuilder alternatives = new();
        foreach (string name in names)
        {
            if (IPAddress.TryParse(name, out IPAddress? address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f; // positive
        DateTimeOffset now = time.GetUtcNow();
        return request.Create(authority, now - Late, now.AddYears(ServerYears), serial);
    }

    // Null when there is none, or it may not be used any longer.
    private ServerCertificate? Kept(string certificate, string key, X509Certificate2 authority, IReadOnlyCollection<string> names)
    {
        if (!File.Exists(certificate) || !File.Exists(key))
            return null;
        string keyPem = File.ReadAllText(key);
        try
        {
            using X509Certificate2 kept = X509Certificate2.CreateFromPem(File.ReadAllText(certificate), keyPem);
            bool isRight = Left(kept) > ServerLeft && IsSignedBy(kept, authority) && Names(kept).ToHashSet(StringComparer.Ordinal).SetEquals(names.Select(Canonical));
            return isRight ? Of(authority, kept, keyPem) : null;
        }
        catch (Exception broken) when (broken is CryptographicException or ArgumentException)
        {
            // Half of a pair, or something else: both are made again.
            return null;
        }
    }

    private TimeSpan Left(X509Certificate2 certificate) => certificate.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime;

    private bool IsSignedBy(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().LocalDateTime;
        return chain.Build(certificate);
    }

    private static IEnumerable<string> Names(X509Certificate2 certificate) => certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
        .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())));

    private static string Canonical(string name) => IPAddress.TryParse(name, out IPAddress? address) ? address.ToString() : name;

    private static ServerCertificate Of(X509Certificate2 authority, X509Certificate2 certificate, string key) => new(
        authority.ExportCertificatePem() + "\n", certificate.ExportCertificatePem() + "\n", new Secret(key), new DateTimeOffset(certificate.NotBefore).ToUniversalTime(), new DateTimeOffset(certificate.NotAfter).ToUniversalTime());
}
