using System.Collections.Immutable;
using System.Text.Json;

namespace EdgeStack.Kubernetes;

/// <summary>Lists page by page; complete or not at all.</summary>
internal sealed class ResourceList<T>(ApiConnection connection, Resource<T> resource, string? @namespace, string? labelSelector)
{
    private const int MaximumAttempts = 3;
    private static readonly TimeSpan PageTimeout = TimeSpan.FromSeconds(30);

    public async Task<ListOutcome<T>> ReadAsync(CancellationToken stopping)
    {
        for (int attempt = 1; ; attempt++)
        {
            ListOutcome<T> outcome = await ReadPagesAsync(stopping);

            // A continue token lives for some minutes only (410): the pages so far belong to a past state.
            if (outcome is not ListOutcome<T>.Failed { Failure.Expired: true } || attempt == MaximumAttempts)
                return outcome;
        }
    }

    private async Task<ListOutcome<T>> ReadPagesAsync(CancellationToken stopping)
    {
        ImmutableArray<T>.Builder items = ImmutableArray.CreateBuilder<T>();
        ImmutableArray<UnreadableObject>.Builder unreadable = ImmutableArray.CreateBuilder<UnreadableObject>();
        string? resourceVersion = null;
        string? next = null;
        do
        {
            ApiRequest request = resource.Request("list", @namespace)
                .With("limit", resource.PageSize.ToString()).With("continue", next).With("labelSelector", labelSelector);
            (JsonDocument? page, Failure? failure) = await ReadPageAsync(request, stopping);
            if (page is null)
                return new ListOutcome<T>.Failed(failure!);
            using (page)
            {
                resourceVersion ??= RawObject.ResourceVersion(page.RootElement);
                next = RawObject.ContinueToken(page.RootElement);
                foreach (JsonElement item in RawObject.Items(page.RootElement))
                {
                    if (resource.TryDecode(item, out T? value, out UnreadableObject? problem))
                        items.Add(value);
                    else
                        unreadable.Add(problem);
                }
            }

            if (resourceVersion is null)
                return new ListOutcome<T>.Failed(Faults.Unreadable(request, "it is not a list with a resourceVersion"));
        }
        while (next is not null);

        return new ListOutcome<T>.Complete(new(items.DrainToImmutable()) { Unreadable = unreadable.DrainToImmutable() }, resourceVersion);
    }

    private async Task<(JsonDocument? Page, Failure? Failure)> ReadPageAsync(ApiRequest request, CancellationToken stopping)
    {
        using Deadline deadline = new(PageTimeout, connection.Time, stopping);
        ApiAnswer answer = await connection.SendAsync(request, deadline);
        if (answer is not ApiAnswer.Ok(HttpResponseMessage response))
            return (null, ((ApiAnswer.Failed)answer).Failure);
        using (response)
        {
            try
            {
                await using Stream body = await response.Content.ReadAsStreamAsync(deadline.Token);
                return (await JsonDocument.ParseAsync(body, default, deadline.Token), null);
            }
            catch (Exception e) when (!deadline.Stopping && Faults.IsExpected(e))
            {
                return (null, Faults.Of(request, connection.Server, deadline, e));
            }
        }
    }
}
