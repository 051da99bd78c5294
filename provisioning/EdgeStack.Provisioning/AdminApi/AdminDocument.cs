using System.Text.Json;

namespace EdgeStack.Provisioning.AdminApi;

/// <summary>An answer as JSON. Whatever answers at that address may be no gateway.</summary>
internal static class AdminDocument
{
    /// <summary>Null when it is not JSON of whole characters.</summary>
    public static JsonElement? TryParse(byte[] body)
    {
        try
        {
            JsonElement document = JsonElement.Parse(body);
            // Half a character ("\ud800") passes the parser and fails when it is shown; written once, nothing of it fails later.
            using Utf8JsonWriter nowhere = new(Stream.Null);
            document.WriteTo(nowhere);
            return document;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
