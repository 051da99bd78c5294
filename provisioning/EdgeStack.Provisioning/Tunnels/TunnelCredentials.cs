using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EdgeStack.Provisioning.Tunnels;

/// <summary>What a connector needs: cloudflared's credentials file.</summary>
/// <param name="AccountTag">The account's number.</param>
/// <param name="TunnelSecret">Base64. A secret.</param>
/// <param name="TunnelID">Which tunnel; spelt as in the file.</param>
/// <param name="Endpoint">A region of Cloudflare's, where there is one.</param>
internal sealed record TunnelCredentials(string AccountTag, string TunnelSecret, Guid TunnelID, string? Endpoint = null)
{
    private const int SecretBytes = 32;

    public static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The same, from a tunnel's token: base64 of account (<c>a</c>), tunnel (<c>t</c>) and secret (<c>s</c>).</summary>
    /// <returns>Null when it is no token.</returns>
    public static TunnelCredentials? FromToken(string token)
    {
        try
        {
            TunnelToken? read = JsonSerializer.Deserialize(Convert.FromBase64String(token), TunnelJson.Default.TunnelToken);
            return read is null ? null : new TunnelCredentials(read.A, read.S, read.T);
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <param name="path">Full path of the file.</param>
    /// <param name="credentials">What it holds.</param>
    /// <param name="why">What is wrong, without a letter of the secret.</param>
    public static bool TryRead(string path, [NotNullWhen(true)] out TunnelCredentials? credentials, [NotNullWhen(false)] out string? why)
    {
        credentials = null;
        why = null;
        try
        {
            credentials = JsonSerializer.Deserialize(File.ReadAllBytes(path), TunnelJson.Default.TunnelCredentials);
            why = credentials is null ? $"{path} holds nothing" : null;
        }
        catch (JsonException)
        {
            why = $"{path} is not a credentials file: a JSON object with AccountTag, TunnelSecret and TunnelID";
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            why = $"there are no credentials of a tunnel: {path} does not exist";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            why = error.Message;
        }

        return why is null && credentials is not null;
    }

    /// <summary>Whether Cloudflare takes both for the same: where they are used does not matter.</summary>
    public bool IsSame(TunnelCredentials? other) => other is not null && TunnelID == other.TunnelID && TunnelSecret == other.TunnelSecret;

    public string ToJson() => Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(this, TunnelJson.Default.TunnelCredentials)) + "\n";

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"credentials of tunnel {TunnelID}";
}
