using System.Text.Json;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>What a tunnel's credentials file says without its secret; cloudflared reads the file itself.</summary>
/// <param name="TunnelId">Which tunnel they are for.</param>
internal sealed record TunnelCredentials(Guid TunnelId)
{
    private const string Expected = "is not a credentials file: a JSON object with AccountTag, TunnelSecret and TunnelID";

    public static TunnelReading<TunnelCredentials> Read(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !IsText(root, "AccountTag", out _) || !IsText(root, "TunnelSecret", out _))
                return TunnelReading<TunnelCredentials>.Wrong(Expected);
            return IsText(root, "TunnelID", out JsonElement id) && id.TryGetGuid(out Guid tunnel)
                ? new TunnelCredentials(tunnel)
                : TunnelReading<TunnelCredentials>.Wrong("has no TunnelID with the tunnel's number");
        }
        catch (JsonException)
        {
            return TunnelReading<TunnelCredentials>.Wrong(Expected);
        }
    }

    private static bool IsText(JsonElement json, string name, out JsonElement value) => json.TryGetProperty(name, out value) && value.ValueKind == JsonValueKind.String;
}
