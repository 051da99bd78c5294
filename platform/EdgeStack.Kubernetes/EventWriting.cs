using System.Net;
using System.Text.Json;

namespace EdgeStack.Kubernetes;

/// <summary>
/// Creates an Event or says it again. It never reads one, so that a role with the verbs create and patch is enough: what stands there already
/// is learnt from the answers.
/// </summary>
internal sealed class EventWriting(ApiConnection connection)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <param name="said">The Event.</param>
    /// <param name="count">How often it was said before; 0 when nothing is known of it.</param>
    /// <param name="stopping">The caller stops.</param>
    public async Task<EventAnswer> WriteAsync(ObjectEvent said, int count, CancellationToken stopping)
    {
        using Deadline deadline = new(Timeout, connection.Time, stopping);
        // Events live for an hour, and another replica or an earlier start may have written this one: either call may meet the other's state, once.
        (EventAnswer answer, HttpStatusCode? status) = count > 0 ? await RepeatAsync(said, count + 1, deadline) : await CreateAsync(said, deadline);
        if (count > 0 && status == HttpStatusCode.NotFound)
            (answer, _) = await CreateAsync(said, deadline);
        else if (count == 0 && status == HttpStatusCode.Conflict)
            (answer, _) = await RepeatAsync(said, null, deadline);
        return answer;
    }

    private Task<(EventAnswer Answer, HttpStatusCode? Status)> CreateAsync(ObjectEvent said, Deadline deadline) => SendAsync(
        new ApiRequest("create", "v1", "events", said.About.Namespace) { Body = JsonSerializer.SerializeToUtf8Bytes(EventBody.Of(said), EventJson.Default.EventBody) }, 1, deadline);

    private Task<(EventAnswer Answer, HttpStatusCode? Status)> RepeatAsync(ObjectEvent said, int? count, Deadline deadline) => SendAsync(
        new ApiRequest("patch", "v1", "events", said.About.Namespace)
        {
            Name = said.Name,
            Body = JsonSerializer.SerializeToUtf8Bytes(new EventPatch(EventBody.Time(said.At), count), EventJson.Default.EventPatch),
        },
        count ?? 1, deadline);

    private async Task<(EventAnswer Answer, HttpStatusCode? Status)> SendAsync(ApiRequest request, int expected, Deadline deadline)
    {
        switch (await connection.SendAsync(request, deadline))
        {
            case ApiAnswer.Ok(HttpResponseMessage response):
                using (response)
                    return (new EventAnswer.Written(await CountAsync(response, deadline) ?? expected), null);
            case ApiAnswer.Failed(Failure failure):
                return (new EventAnswer.Failed(failure.Fault, failure.RetryAfter), failure.Status);
            default:
                throw new InvalidOperationException("An answer is one of the two.");
        }
    }

    // The Event is written by now, whatever becomes of the answer's body.
    private static async Task<int?> CountAsync(HttpResponseMessage response, Deadline deadline)
    {
        try
        {
            await using Stream body = await response.Content.ReadAsStreamAsync(deadline.Token);
            using JsonDocument document = await JsonDocument.ParseAsync(body, default, deadline.Token);
            return RawObject.Number(document.RootElement, "count");
        }
        catch (Exception e) when (!deadline.Stopping && Faults.IsExpected(e))
        {
            return null;
        }
    }
}
