using System.Text.Json;

namespace EdgeStack.Provisioning.AdminApi;

/// <summary>What came of asking the admin API.</summary>
internal abstract record AdminAnswer
{
    private AdminAnswer()
    {
    }

    /// <param name="List">The routes, read.</param>
    /// <param name="Document">The same as it came, with whatever a newer gateway adds.</param>
    public sealed record Routes(AdminRouteList List, JsonElement Document) : AdminAnswer;

    public sealed record Unreachable(string Why) : AdminAnswer;

    public sealed record TokenWanted : AdminAnswer;

    public sealed record Refused(string Why) : AdminAnswer;

    public sealed record Unreadable(string Why) : AdminAnswer;
}
