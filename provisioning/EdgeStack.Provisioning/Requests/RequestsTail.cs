using System.Text.Json;
using EdgeStack.Provisioning.AccessLog;
using EdgeStack.Provisioning.AdminApi;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Requests;

/// <summary>Follows a gateway's requests. Once it has answered, it may go away and come back: that is said once, and the following goes on.</summary>
internal sealed class RequestsTail(AdminApiClient client, Screen screen, TimeProvider time, TailSettings settings)
{
    private const int PageSize = 2000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private DateTimeOffset? _started;
    private long _after;
    private bool _isAway;

    /// <returns>The answer that could not be shown; null when everything was.</returns>
    public async Task<AdminAnswer?> RunAsync(CancellationToken stop)
    {
        string question = $"limit={settings.Lines}";
        while (true)
        {
            AdminAnswer answer = await client.ReadRequestsAsync(question + settings.Filter, stop);
            if (answer is AdminAnswer.Requests requests)
                Take(requests);
            else if (answer is AdminAnswer.Unreachable unreachable && _started is not null)
                SayAway(unreachable);
            else
                return answer;
            if (!settings.Follow || screen.OutputFailed)
                return null;
            question = $"limit={PageSize}&after={_after}";
            await Task.Delay(Pause, time, stop);
        }
    }

    private void Take(AdminAnswer.Requests answer)
    {
        AdminRequests page = answer.Page;
        if (_isAway)
            screen.Progress("The gateway answers again.");
        _isAway = false;
        if (_started is { } before && before != page.Started)
        {
            screen.Progress("The gateway was started anew; from its first request on:");
            (_started, _after) = (page.Started, 0);
            return; // what this answer holds was chosen by a number of the run before
        }

        if (page.Missed > 0)
            screen.Warning($"{page.Missed} requests went by faster than they could be read");
        (_started, _after) = (page.Started, page.Next);
        Show(answer);
    }

    private void Show(AdminAnswer.Requests answer)
    {
        if (settings.Output == OutputFormat.Json)
        {
            screen.Json(answer.Document, indented: true);
            return;
        }

        foreach (JsonElement request in answer.Page.Requests)
        {
            if (settings.Output == OutputFormat.Ndjson)
                screen.Json(request, indented: false);
            else
                screen.Data(AccessLine.Of(request, time.LocalTimeZone));
        }
    }

    private void SayAway(AdminAnswer.Unreachable unreachable)
    {
        if (!_isAway)
            screen.Warning($"the gateway does not answer any more ({unreachable.Why}); trying again until Ctrl-C");
        _isAway = true;
    }
}
