using System.Security.Cryptography;
using System.Text;
using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway.Admin;

/// <summary>The bearer token that the admin API asks for; read from its file at every use, so that a rotated one counts at once.</summary>
internal sealed class AdminToken(GatewayOptions options)
{
    public bool Allows(HttpRequest request)
    {
        if (options.AdminTokenFile is not { } file)
            return true;
        string expected;
        try
        {
            expected = File.ReadAllText(file).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        const string Scheme = "Bearer ";
        return expected.Length > 0
            && request.Headers.Authorization is [{ } given] && given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given[Scheme.Length..].Trim())), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
    }
}
