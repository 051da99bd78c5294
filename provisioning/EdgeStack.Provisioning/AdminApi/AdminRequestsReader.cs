using System.Text.Json;

namespace EdgeStack.Provisioning.AdminApi;

/// <summary>From the bytes of an answer to requests, or to why they are none.</summary>
internal static class AdminRequestsReader
{
    private const string Expected = """expected {"started": "…", "next": 0, "missed": 0, "requests": []}""";

    public static AdminAnswer Read(byte[] body)
    {
        if (AdminDocument.TryParse(body) is not { } document)
            return new AdminAnswer.Unreadable($"{Expected}, but it is not JSON of whole characters");
        try
        {
            return document.Deserialize(AdminJson.Default.AdminRequests) is { } page && page.Requests.All(request => request.ValueKind == JsonValueKind.Object)
                ? new AdminAnswer.Requests(page, document)
                : new AdminAnswer.Unreadable($"{Expected}, but something in it is missing");
        }
        catch (JsonException error)
        {
            return new AdminAnswer.Unreadable($"{Expected}, but {error.Path ?? "$"} is incomplete or something else");
        }
    }
}
