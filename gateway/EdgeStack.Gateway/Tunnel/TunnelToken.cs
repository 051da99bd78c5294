using System.Text;
using System.Text.Json;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>A tunnel's token: base64 of a JSON object with account (<c>a</c>), tunnel (<c>t</c>) and secret (<c>s</c>).</summary>
/// <param name="Text">As cloudflared takes it. A secret.</param>
/// <param name="TunnelId">Which tunnel it is for.</param>
internal sealed record TunnelToken(string Text, Guid TunnelId)
{
    private const int MostLetters = 4096;

    private static readonly char[] Blanks = [' ', '\t', '\r', '\n', '"', '\''];

    /// <summary>Reads a token, alone or at the end of the command that Cloudflare shows (<c>cloudflared service install eyJ…</c>).</summary>
    public static TunnelReading<TunnelToken> Read(string text)
    {
        if (text.Length > MostLetters)
            return TunnelReading<TunnelToken>.Wrong("is too long for a token");
        if (text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries) is not [.., var word])
            return TunnelReading<TunnelToken>.Wrong("is empty");
        Span<byte> json = new byte[MostLetters];
        if (!Convert.TryFromBase64String(word, json, out int length) || TunnelOf(json[..length]) is not { } tunnel)
            return TunnelReading<TunnelToken>.Wrong("holds no tunnel token: it is one long word that begins with eyJ; copy it again from Cloudflare (Networks, Tunnels, the tunnel, Add a replica)");
        return new TunnelToken(word, tunnel);
    }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"token of tunnel {TunnelId}";

    private static Guid? TunnelOf(ReadOnlySpan<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetString(json));
            return document.RootElement.ValueKind == JsonValueKind.Object && Holds(document.RootElement, "a") && Holds(document.RootElement, "s")
                && document.RootElement.TryGetProperty("t", out JsonElement tunnel) && tunnel.ValueKind == JsonValueKind.String && tunnel.TryGetGuid(out Guid id) ? id : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Holds(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0;
}
