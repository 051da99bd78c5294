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
    internal sealed record Routes(AdminRouteList List, JsonElement Document) : AdminAnswer;

    internal sealed record Problems(AdminProblemList List) : AdminAnswer;

    /// <param name="What">The explanation, read.</param>
    /// <param name="Document">The same as it came.</param>
    internal sealed record Explained(AdminExplanation What, JsonElement Document) : AdminAnswer;

    /// <param name="Page">The requests, read.</param>
    /// <param name="Document">The same as it came.</param>
    internal sealed record Requests(AdminRequests Page, JsonElement Document) : AdminAnswer;

    /// <param name="State">The tunnel's state, read.</param>
    /// <param name="Document">The same as it came.</param>
    internal sealed record Tunnel(AdminTunnel State, JsonElement Document) : AdminAnswer;

    internal sealed record Unreachable(string Why) : AdminAnswer;

    internal sealed record TokenWanted : AdminAnswer;

    /// <param name="Why">What the gateway says.</param>
    /// <param name="WronglyAsked">True when the question itself was wrong.</param>
    internal sealed record Refused(string Why, bool WronglyAsked) : AdminAnswer;

    internal sealed record Unreadable(string Why) : AdminAnswer;
}
