using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace EdgeStack.Provisioning.Planning;

/// <summary>What is to be in a file.</summary>
internal sealed class Content(ImmutableArray<byte> bytes, bool isSecret)
{
    /// <summary>Nobody may see it: only that it changes is shown.</summary>
    public bool IsSecret => isSecret;

    public ImmutableArray<byte> Bytes => bytes;

    /// <summary>SHA-256, in hexadecimal letters.</summary>
    public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan()));

    public static Content OfText(string text) => new([.. Encoding.UTF8.GetBytes(text)], isSecret: false);

    public static Content OfSecret(byte[] bytes) => new([.. bytes], isSecret: true);

    public override string ToString() => isSecret ? Inventory.Secret.Mask : Encoding.UTF8.GetString(bytes.AsSpan());
}
