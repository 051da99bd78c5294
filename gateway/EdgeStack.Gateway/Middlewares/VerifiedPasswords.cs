using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>
/// Remembers which passwords were right, so that bcrypt runs once and not at every request. It holds keyed digests only, and the hash is part
/// of them: a changed password is unknown here. Two generations bound it; what is used survives.
/// </summary>
internal sealed class VerifiedPasswords(int generation = VerifiedPasswords.Generation)
{
    private const int Generation = 4096;

    // Never leaves the process: without it a digest in a memory dump says nothing about a password.
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly Lock _lock = new();
    private HashSet<UInt128> _young = [];
    private HashSet<UInt128> _old = [];

    /// <summary>The digest of a login, of one source or, for null, of whoever knows it.</summary>
    public UInt128 KeyOf(string user, string password, PasswordHash hash, UInt128? source = null)
    {
        byte[] text = Encoding.UTF8.GetBytes($"{source}:{user.Length}:{user}{password.Length}:{password}{hash.Text}");
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, text, digest);
        CryptographicOperations.ZeroMemory(text);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    public bool Contains(UInt128 key)
    {
        lock (_lock)
        {
            if (_young.Contains(key))
                return true;
            if (!_old.Contains(key))
                return false;
            Keep(key);
            return true;
        }
    }

    public void Add(UInt128 key)
    {
        lock (_lock)
            Keep(key);
    }

    private void Keep(UInt128 key)
    {
        if (_young.Count >= generation)
            (_old, _young) = (_young, []);
        _young.Add(key);
    }
}
