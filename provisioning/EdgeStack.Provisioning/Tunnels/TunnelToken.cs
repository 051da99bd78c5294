using System.Text.Json.Serialization;

namespace EdgeStack.Provisioning.Tunnels;

/// <summary>What is in a tunnel's token.</summary>
/// <param name="A">The account's number.</param>
/// <param name="T">The tunnel.</param>
/// <param name="S">Its secret, base64.</param>
internal sealed record TunnelToken(
    [property: JsonPropertyName("a")] string A,
    [property: JsonPropertyName("t")] Guid T,
    [property: JsonPropertyName("s")] string S)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"token of tunnel {T}";
}
