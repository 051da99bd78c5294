using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Provisioning.Tests.Cloudflare;

/// <summary>Envelopes as Cloudflare's API has them.</summary>
internal static class FakeAnswer
{
    public static (int Status, JsonObject Envelope) Of(JsonNode? result) =>
        (200, new JsonObject { ["success"] = true, ["errors"] = new JsonArray(), ["messages"] = new JsonArray(), ["result"] = result?.DeepClone() });

    public static (int Status, JsonObject Envelope) Error(int status, int code, string message) => (status, new JsonObject
    {
        ["success"] = false,
        ["errors"] = new JsonArray(new JsonObject { ["code"] = code, ["message"] = message }),
        ["messages"] = new JsonArray(),
        ["result"] = null,
    });

    /// <summary>The page that was asked for.</summary>
    public static (int Status, JsonObject Envelope) Page(HttpRequest request, IReadOnlyList<JsonObject> all)
    {
        int page = Number(request, "page", 1);
        int perPage = Number(request, "per_page", 20);
        (int status, JsonObject envelope) = Of(new JsonArray([.. all.Skip((page - 1) * perPage).Take(perPage).Select(item => item.DeepClone())]));
        envelope["result_info"] = new JsonObject { ["page"] = page, ["per_page"] = perPage, ["count"] = envelope["result"]!.AsArray().Count, ["total_count"] = all.Count };
        return (status, envelope);
    }

    private static int Number(HttpRequest request, string name, int otherwise) =>
        int.TryParse(request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
