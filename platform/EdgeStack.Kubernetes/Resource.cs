using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace EdgeStack.Kubernetes;

/// <summary>A kind of object that can be listed and watched; see <see cref="Resources"/>.</summary>
public sealed class Resource<T>
{
    private readonly Func<JsonElement, T> _decode;

    internal Resource(string groupVersion, string plural, Func<JsonElement, T> decode)
    {
        GroupVersion = groupVersion;
        Plural = plural;
        _decode = decode;
    }

    /// <summary><c>v1</c> for the core group, else <c>group/version</c>.</summary>
    public string GroupVersion { get; }

    /// <summary>As in URLs and roles, for example <c>configmaps</c>.</summary>
    public string Plural { get; }

    /// <inheritdoc/>
    public override string ToString() => GroupVersion + "/" + Plural;

    internal ApiRequest Request(string verb, string? @namespace) => new(verb, GroupVersion, Plural, @namespace);

    internal bool TryDecode(JsonElement item, [NotNullWhen(true)] out T? value, [NotNullWhen(false)] out UnreadableObject? unreadable)
    {
        try
        {
            value = _decode(item)!;
            unreadable = null;
            return true;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or FormatException or InvalidOperationException)
        {
            // Converters of the library's models throw all four for values of an unexpected shape.
            value = default;
            (string @namespace, string name) = RawObject.Identity(item);
            unreadable = new(@namespace, name, $"{Plural} {@namespace}/{name} cannot be decoded: {e.Message}");
            return false;
        }
    }
}
