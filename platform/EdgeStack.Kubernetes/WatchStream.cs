using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text.Json;

namespace EdgeStack.Kubernetes;

/// <summary>One watch request: opens it, then reads its lines, each a JSON object. A deadline for silence, none for its length.</summary>
internal sealed class WatchStream<T>(ApiConnection connection, Resource<T> resource, ApiRequest request, CancellationToken stopping)
    : IDisposable
{
    /// <summary>Bookmarks come about every minute.</summary>
    public static readonly TimeSpan MaximumSilence = TimeSpan.FromSeconds(90);

    private readonly Deadline _deadline = new(MaximumSilence, connection.Time, stopping);
    private HttpResponseMessage? _response;
    private PipeReader? _lines;

    /// <exception cref="OperationCanceledException">The caller stops.</exception>
    public async Task<WatchSignal<T>> NextAsync()
    {
        try
        {
            return _lines is null ? await OpenAsync() : await ReadAsync(_lines);
        }
        catch (Exception e) when (!_deadline.Stopping && Faults.IsExpected(e))
        {
            return _deadline.Passed ? new WatchSignal<T>.Silent() : Failed(Faults.Of(request, connection.Server, _deadline, e));
        }
    }

    public void Dispose()
    {
        _lines?.Complete();
        _response?.Dispose();
        _deadline.Dispose();
    }

    private async Task<WatchSignal<T>> OpenAsync()
    {
        switch (await connection.SendAsync(request, _deadline))
        {
            case ApiAnswer.Ok(HttpResponseMessage response):
                _response = response;
                _lines = PipeReader.Create(await response.Content.ReadAsStreamAsync(_deadline.Token));
                return new WatchSignal<T>.Opened();
            case ApiAnswer.Failed(Failure failure):
                return Failed(failure);
            default:
                throw new InvalidOperationException("An answer is one of the two.");
        }
    }

    private async Task<WatchSignal<T>> ReadAsync(PipeReader lines)
    {
        while (true)
        {
            _deadline.Extend(MaximumSilence);
            ReadResult read = await lines.ReadAsync(_deadline.Token);
            ReadOnlySequence<byte> buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                WatchSignal<T>? signal = end.Equals(buffer.Start) ? null : Signal(buffer.Slice(0, end));
                lines.AdvanceTo(buffer.GetPosition(1, end));
                if (signal is not null)
                    return signal;
                continue;
            }

            lines.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return buffer.IsEmpty
                    ? new WatchSignal<T>.Closed()
                    : Failed(Faults.Unreadable(request, "it ends in the middle of an event"));
            }
        }
    }

    private WatchSignal<T> Signal(ReadOnlySequence<byte> line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement item = RawObject.Property(document.RootElement, "object");
        return RawObject.Text(document.RootElement, "type") switch
        {
            "ADDED" or "MODIFIED" => new WatchSignal<T>.Changed(Upserted(item), RawObject.ResourceVersion(item)),
            "DELETED" => Deleted(item),
            "ERROR" => Failed(Error(StatusBody.Read(item))),

            // Bookmarks, and whatever later versions add: they carry a resourceVersion at most.
            _ => new WatchSignal<T>.Progressed(RawObject.ResourceVersion(item)),
        };
    }

    private Change<T> Upserted(JsonElement item) => resource.TryDecode(item, out T? value, out UnreadableObject? problem)
        ? new Change<T>.Upserted(value)
        : new Change<T>.Unread(problem);

    private WatchSignal<T> Deleted(JsonElement item) => resource.TryDecode(item, out T? value, out UnreadableObject? problem)
        ? new WatchSignal<T>.Changed(new Change<T>.Deleted(value), RawObject.ResourceVersion(item))
        : new WatchSignal<T>.Lost(problem);

    private Failure Error(StatusBody status)
    {
        HttpStatusCode code = status.Code is { } told ? (HttpStatusCode)told : HttpStatusCode.InternalServerError;
        return Faults.OfStatus(request, code, status.Message, status.RetryAfter);
    }

    private static WatchSignal<T>.Failed Failed(Failure failure) => new(failure);
}
