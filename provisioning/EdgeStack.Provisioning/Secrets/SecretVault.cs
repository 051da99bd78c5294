using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EdgeStack.Documents;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Tunnels;

namespace EdgeStack.Provisioning.Secrets;

/// <summary>
/// Secrets in a file beside the inventory, each sealed by AES-256-GCM together with its name, so that two cannot change places; the key comes from a passphrase. Decision 032.
/// </summary>
internal sealed class SecretVault
{
    private const int Version = 1, KeyBytes = 32, SaltBytes = 16, NonceBytes = 12, TagBytes = 16;

    // What OWASP asks of PBKDF2 with HMAC-SHA256 (Password Storage Cheat Sheet, 2023).
    private const int Iterations = 600_000;

    // A file that somebody else has written must not keep us busy for a day.
    private const int MostIterations = 50_000_000;

    private readonly string _path;
    private readonly byte[] _key;
    private readonly VaultDocument _document;

    private SecretVault(string path, byte[] key, VaultDocument document) => (_path, _key, _document) = (path, key, document);

    /// <summary>The names of a vault, for which nobody needs its passphrase.</summary>
    /// <exception cref="SecretException">The file is none of ours, or cannot be read.</exception>
    public static IReadOnlyCollection<string> Names(string path) => Read(path)?.Secrets.Keys ?? (IReadOnlyCollection<string>)[];

    /// <summary>Opens a vault; one that is not there yet is made when the first secret is put into it.</summary>
    /// <exception cref="SecretException">It is another passphrase, or the file is none of ours, or it cannot be read.</exception>
    public static SecretVault Open(string path, Secret passphrase)
    {
        if (Read(path) is { } document)
        {
            byte[] key = KeyOf(passphrase, document.Salt, document.Iterations);
            return Unseal(key, "", document.Check) is null ? throw new SecretException($"{path}: it is another passphrase than the one that its secrets were sealed with") : new SecretVault(path, key, document);
        }

        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes), fresh = KeyOf(passphrase, salt, Iterations);
        return new SecretVault(path, fresh, new VaultDocument(Version, Iterations, salt, Seal(fresh, "", []), new SortedDictionary<string, SealedValue>(StringComparer.Ordinal)));
    }

    /// <summary>Takes a secret out of a vault for good, for which nobody needs its passphrase.</summary>
    /// <returns>False when there is none of that name.</returns>
    /// <exception cref="SecretException">The file is none of ours, or cannot be read or written.</exception>
    public static bool Remove(string path, string name)
    {
        if (Read(path) is not { } document || !document.Secrets.Remove(name))
            return false;
        Write(path, document);
        return true;
    }

    /// <exception cref="SecretException">It is not there, or was tampered with.</exception>
    public Secret Get(string name)
    {
        if (!_document.Secrets.TryGetValue(name, out SealedValue? value))
            throw new SecretException($"there is no secret '{name}'; {(NearestName.Of(name, _document.Secrets.Keys) is { } nearest ? $"did you mean '{nearest}'?" : $"`edgestack secrets set {name}` puts it there")}");
        return Unseal(_key, name, value) is { } bytes ? new Secret(Encoding.UTF8.GetString(bytes)) : throw new SecretException($"{_path}: what stands under '{name}' was sealed under another name, or changed since");
    }

    /// <exception cref="SecretException">The file cannot be written.</exception>
    public void Set(string name, Secret value)
    {
        _document.Secrets[name] = Seal(_key, name, value.RevealBytes());
        Write(_path, _document);
    }

    private static VaultDocument? Read(string path)
    {
        try
        {
            return !File.Exists(path) ? null
                : JsonSerializer.Deserialize(File.ReadAllBytes(path), VaultJson.Default.VaultDocument) is { Version: Version, Iterations: >= 1 and <= MostIterations } document ? document
                : throw new SecretException($"{path}: is of another version than this edgestack reads");
        }
        catch (JsonException)
        {
            throw new SecretException($"{path}: is no file of secrets, or was damaged; a copy of it helps, or `edgestack secrets set` after it was moved away");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SecretException($"{path}: {fault.Message}");
        }
    }

    private static void Write(string path, VaultDocument document)
    {
        try
        {
            SecretFile.Write(path, JsonSerializer.Serialize(document, VaultJson.Default.VaultDocument) + "\n");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SecretException($"{path}: {fault.Message}");
        }
    }

    private static byte[] KeyOf(Secret passphrase, byte[] salt, int iterations) => Rfc2898DeriveBytes.Pbkdf2(passphrase.RevealBytes(), salt, iterations, HashAlgorithmName.SHA256, KeyBytes);

    private static SealedValue Seal(byte[] key, string name, byte[] value)
    {
        byte[] nonce = RandomNumberGenerator.GetBytes(NonceBytes), sealedBytes = new byte[value.Length + TagBytes];
        using AesGcm aes = new(key, TagBytes);
        aes.Encrypt(nonce, value, sealedBytes.AsSpan(0, value.Length), sealedBytes.AsSpan(value.Length), Encoding.UTF8.GetBytes(name));
        return new SealedValue(nonce, sealedBytes);
    }

    /// <returns>Null when key, name, nonce or value are not those of the sealing.</returns>
    private static byte[]? Unseal(byte[] key, string name, SealedValue value)
    {
        if (value.Nonce.Length != NonceBytes || value.Sealed.Length < TagBytes)
            return null;
        byte[] bytes = new byte[value.Sealed.Length - TagBytes];
        using AesGcm aes = new(key, TagBytes);
        try
        {
            aes.Decrypt(value.Nonce, value.Sealed.AsSpan(0, bytes.Length), value.Sealed.AsSpan(bytes.Length), bytes, Encoding.UTF8.GetBytes(name));
            return bytes;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
