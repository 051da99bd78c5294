using System.Text.Json;

namespace EdgeStack.Provisioning.AdminApi;

/// <summary>From the bytes of an answer to an explanation, or to why they are none.</summary>
internal static class AdminExplanationReader
{
    private const string Expected = """expected {"host": "…", "path": "…", "winner": null, "tried": [{"route": "…", "match": "…"}]}""";

    public static AdminAnswer Read(byte[] body)
    {
        if (AdminDocument.TryParse(body) is not { } document)
            return new AdminAnswer.Unreadable($"{Expected}, but it is not JSON of whole characters");
        try
        {
            return document.Deserialize(AdminJson.Default.AdminExplanation) is { } what && what.Tried.All(tried => tried is not null)
                ? new AdminAnswer.Explained(what, document)
                : new AdminAnswer.Unreadable($"{Expected}, but something in it is missing");
        }
        catch (JsonException error)
        {
            return new AdminAnswer.Unreadable($"{Expected}, but {error.Path ?? "$"} is incomplete or something else");
        }
    }
}
