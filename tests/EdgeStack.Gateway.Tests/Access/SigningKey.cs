using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace EdgeStack.Gateway.Tests.Access;

/// <summary>A key as Cloudflare has them, and the tokens that it signs.</summary>
internal sealed class SigningKey(string name, int bits = 2048) : IDisposable
{
    private readonly RSA _rsa = RSA.Create(bits);

    public string Name => name;

    /// <summary>What an attacker may take for a secret that both sides know.</summary>
    public byte[] PublicPem => Encoding.ASCII.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem());

    /// <summary>The key's public half, as it stands in the list <c>keys</c>.</summary>
    public JsonObject Published()
    {
        RSAParameters key = _rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kid"] = name,
            ["kty"] = "RSA",
            ["alg"] = "RS256",
            ["use"] = "sig",
            ["e"] = Base64Url.EncodeToString(key.Exponent),
            ["n"] = Base64Url.EncodeToString(key.Modulus),
        };
    }

    /// <summary>A token with this key's name and signature.</summary>
    public string Sign(JsonObject claims, Action<JsonObject>? header = null) => Sign(claims, header, text => _rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    /// <summary>The same with another signature.</summary>
    public string Sign(JsonObject claims, Action<JsonObject>? header, Func<byte[], byte[]> sign)
    {
        JsonObject written = new() { ["alg"] = "RS256", ["kid"] = name, ["typ"] = "JWT" };
        header?.Invoke(written);
        string signed = $"{Part(written)}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    public byte[] SignWith(byte[] text, HashAlgorithmName hash, RSASignaturePadding padding) => _rsa.SignData(text, hash, padding);

    public void Dispose() => _rsa.Dispose();

    private static string Part(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
