using System.Text.Json;

namespace EdgeStack.Kubernetes;

/// <summary>The <c>Status</c> object that the API server answers errors with, as far as it could be read.</summary>
internal sealed record StatusBody(int? Code, string? Message, TimeSpan? RetryAfter)
{
    public static StatusBody Nothing { get; } = new(null, null, null);

    public static StatusBody Read(JsonElement status)
    {
        int? seconds = RawObject.Number(RawObject.Property(status, "details"), "retryAfterSeconds");
        return new(
            RawObject.Number(status, "code"),
            RawObject.Text(status, "message"),
            seconds is { } s ? TimeSpan.FromSeconds(s) : null);
    }

    public static StatusBody Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            // A proxy in front of the API server answers with HTML; the status code says enough.
            return Nothing;
        }
    }
}
