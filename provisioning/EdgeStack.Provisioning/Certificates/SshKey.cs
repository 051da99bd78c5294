using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Tunnels;

namespace EdgeStack.Provisioning.Certificates;

/// <summary>A key with which one node logs in to another; kept beside the inventory, so that every plan finds the same one.</summary>
/// <param name="Private">PEM, as OpenSSH reads it.</param>
/// <param name="Public">A line of <c>authorized_keys</c> without options.</param>
internal sealed record SshKey(Secret Private, string Public)
{
    // RFC 5656: the only curve that .NET and every OpenSSH have in common with a short key.
    private const string Kind = "ecdsa-sha2-nistp256", Curve = "nistp256";

    /// <param name="folder">Where it is kept; made when it is not there.</param>
    /// <param name="name">What it is called there.</param>
    /// <exception cref="SecretException">It is there, and cannot be used.</exception>
    public static SshKey For(string folder, string name)
    {
        string file = Path.Combine(folder, $"{name}-key.pem");
        try
        {
            using ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            if (File.Exists(file))
                pair.ImportFromPem(File.ReadAllText(file));
            else
                SecretFile.Write(file, pair.ExportPkcs8PrivateKeyPem() + "\n");
            return new SshKey(new Secret(pair.ExportPkcs8PrivateKeyPem() + "\n"), $"{Kind} {Convert.ToBase64String(Blob(pair.ExportParameters(includePrivateParameters: false).Q))} edgestack-{name}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new SecretException($"key of {name}: {fault.Message} ({file})");
        }
    }

    // RFC 5656, section 3.1: three texts, each with its length before it; the point is not compressed.
    private static byte[] Blob(ECPoint point) => [.. Counted(Encoding.ASCII.GetBytes(Kind)), .. Counted(Encoding.ASCII.GetBytes(Curve)), .. Counted([4, .. point.X!, .. point.Y!])];

    private static byte[] Counted(byte[] bytes)
    {
        byte[] counted = new byte[4 + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(counted, bytes.Length);
        bytes.CopyTo(counted, 4);
        return counted;
    }
}
