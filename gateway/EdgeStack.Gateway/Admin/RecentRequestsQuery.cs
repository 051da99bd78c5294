using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using EdgeStack.Gateway.AccessLog;

namespace EdgeStack.Gateway.Admin;

/// <summary>Answers <c>/api/v1/requests</c> (docs/contracts/admin-api.md): each request as the access log would show it.</summary>
internal sealed class RecentRequestsQuery(RecentRequests recent, TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    public void Write(Utf8JsonWriter json, RequestParameters wanted)
    {
        (long oldest, long first, ImmutableArray<AccessRecord> requests) = recent.Read(wanted.After ?? 0);
        List<int> shown = Choose(requests, wanted);
        json.WriteStartObject();
        json.WriteString("started", _started.UtcDateTime);
        // Whoever reads on in small steps goes on behind the last one shown; everybody else has seen all.
        bool isCut = wanted.After is not null && shown.Count == wanted.Limit && shown.Count > 0;
        json.WriteNumber("next", isCut ? first + shown[^1] : first + requests.Length - 1);
        json.WriteNumber("missed", wanted.After is { } after ? Math.Max(0, oldest - after - 1) : 0);
        json.WriteStartArray("requests");
        ArrayBufferWriter<byte> request = new();
        foreach (int index in shown)
        {
            request.ResetWrittenCount();
            request.Write("{"u8);
            new JsonFieldWriter(request).Number("\"id\":"u8, first + index);
            request.Write(","u8);
            JsonFields.Write(request, requests[index]);
            request.Write("}"u8);
            json.WriteRawValue(request.WrittenSpan, skipInputValidation: true);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <returns>Places in the list, oldest first: when asked for what comes behind a number the oldest ones, else the newest.</returns>
    private static List<int> Choose(ImmutableArray<AccessRecord> requests, RequestParameters wanted)
    {
        IEnumerable<int> places = Enumerable.Range(0, requests.Length).Where(index => wanted.Wants(requests[index]));
        return [.. wanted.After is null ? places.TakeLast(wanted.Limit) : places.Take(wanted.Limit)];
    }
}
