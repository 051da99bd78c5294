using System.Text.Json;

namespace EdgeStack.Provisioning.AdminApi;

/// <summary>From the bytes of an answer to the tunnel's state, or to why they are none.</summary>
internal static class AdminTunnelReader
{
    private const string Expected = """expected {"mode": "…", "state": "…", "sentence": "…"}""";

    public static AdminAnswer Read(byte[] body)
    {
        if (AdminDocument.TryParse(body) is not { } document)
            return new AdminAnswer.Unreadable($"{Expected}, but it is not JSON of whole characters");
        try
        {
            return document.Deserialize(AdminJson.Default.AdminTunnel) is { } tunnel
                ? new AdminAnswer.Tunnel(tunnel, document)
                : new AdminAnswer.Unreadable($"{Expected}, but it is null");
        }
        catch (JsonException error)
        {
            return new AdminAnswer.Unreadable($"{Expected}, but {error.Path ?? "$"} is incomplete or something else");
        }
    }
}
