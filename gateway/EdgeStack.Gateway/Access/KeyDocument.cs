using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;

namespace EdgeStack.Gateway.Access;

/// <summary>
/// Keys as Cloudflare publishes them: a JSON Web Key Set (RFC 7517 section 5). What stands beside <c>keys</c>, <c>public_cert</c> and
/// <c>public_certs</c>, are the same keys in PEM, and not read.
/// </summary>
internal static class KeyDocument
{
    private const int SmallestKey = 2048; // bits, as RFC 7518 section 3.3 asks for

    public static KeyReading Read(string json)
    {
        Dictionary<string, SecurityKey> keys = new(StringComparer.Ordinal);
        try
        {
            foreach (JsonWebKey key in new JsonWebKeySet(json).Keys)
            {
                if (CanSign(key))
                    keys.TryAdd(key.Kid, key);
            }
        }
        catch (Exception fault)
        {
            // The library does not say what it throws, and whatever it is, the text was at fault.
            return new KeyReading.Failed($"the answer is no set of keys ({fault.GetType().Name})");
        }

        return keys.Count > 0 ? new KeyReading.Read(keys.ToFrozenDictionary(StringComparer.Ordinal)) : new KeyReading.Failed("the answer has no key for RS256");
    }

    private static bool CanSign(JsonWebKey key) => key is { Kty: JsonWebAlgorithmsKeyTypes.RSA, Kid.Length: > 0, KeySize: >= SmallestKey, E.Length: > 0 }
        && key.Alg is null or "" or SecurityAlgorithms.RsaSha256 && key.Use is null or "" or JsonWebKeyUseNames.Sig;
}
