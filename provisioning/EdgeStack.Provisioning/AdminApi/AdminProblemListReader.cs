using System.Text.Json;

namespace EdgeStack.Provisioning.AdminApi;

/// <summary>From the bytes of an answer to problems, or to why they are none.</summary>
internal static class AdminProblemListReader
{
    private const string Expected = """expected {"problems": [{"severity": "…", "message": "…"}]}""";

    public static AdminAnswer Read(byte[] body)
    {
        if (AdminDocument.TryParse(body) is not { } document)
            return new AdminAnswer.Unreadable($"{Expected}, but it is not JSON of whole characters");
        try
        {
            return document.Deserialize(AdminJson.Default.AdminProblemList) is { } list && list.Problems.All(problem => problem is not null)
                ? new AdminAnswer.Problems(list)
                : new AdminAnswer.Unreadable($"{Expected}, but something in it is missing");
        }
        catch (JsonException error)
        {
            return new AdminAnswer.Unreadable($"{Expected}, but {error.Path ?? "$"} is incomplete or something else");
        }
    }
}
