using System.Security.Cryptography;
using System.Text;
using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>Holds a password against a hash. Digests are compared in constant time.</summary>
internal static class PasswordTest
{
    /// <summary>Whether a test takes so long that it has to wait for its turn: bcrypt tens of milliseconds, apr1 about one on a Raspberry Pi.</summary>
    public static bool IsCostly(PasswordHash hash) => hash.Kind is PasswordHashKind.Bcrypt or PasswordHashKind.Apr1;

    public static bool Holds(string password, PasswordHash hash) => hash.Kind switch
    {
        PasswordHashKind.Bcrypt => BCrypt.Net.BCrypt.Verify(password, hash.Text),
        PasswordHashKind.Apr1 => Same(Encoding.ASCII.GetBytes(Apr1.Hash(Encoding.UTF8.GetBytes(password), hash.Text.Split('$')[2])), Encoding.ASCII.GetBytes(hash.Text)),
        PasswordHashKind.Sha1 => Same(Sha1(Encoding.UTF8.GetBytes(password)), Convert.FromBase64String(hash.Text)),
        PasswordHashKind.Sha256 => Same(SHA256.HashData(Encoding.UTF8.GetBytes(password)), Convert.FromHexString(hash.Text)),
        _ => false,
    };

    private static bool Same(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => CryptographicOperations.FixedTimeEquals(one, other);

    private static byte[] Sha1(byte[] password)
    {
#pragma warning disable CA5350 // the file's format says SHA-1
        return SHA1.HashData(password);
#pragma warning restore CA5350
    }
}
