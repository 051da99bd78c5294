using System.Text.Json;

namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>What every answer of Cloudflare's API is wrapped in.</summary>
internal sealed record Envelope
{
    public required bool Success { get; init; }

    public IReadOnlyList<ApiError?>? Errors { get; init; }

    /// <summary>An object, a list, a bare string (a tunnel's token) or null, as the question was.</summary>
    public JsonElement Result { get; init; }

    public ResultPages? ResultInfo { get; init; }
}
