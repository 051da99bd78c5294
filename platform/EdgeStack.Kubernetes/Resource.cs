using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace EdgeStack.Kubernetes;

/// <summary>A kind of object that can be listed and watched; see <see cref="Resources"/>, or made by a program that needs other facts of it.</summary>
public sealed class Resource<T>
{
    private readonly Func<JsonElement, T> _decode;

    /// <summary>A kind of which the program itself says what it needs to know.</summary>
    /// <param name="groupVersion"><c>v1</c> or <c>group/version</c>.</param>
    /// <param name="plural">For example <c>pods</c>.</param>
    /// <param name="decode">
    /// Takes the facts out of an object, which is gone afterwards. <see cref="JsonException"/>, <see cref="FormatException"/> and
    /// <see cref="InvalidOperationException"/> make it an <see cref="UnreadableObject"/>.
    /// </param>
    public Resource(string groupVersion, string plural, Func<JsonElement, T> decode)
    {
        ArgumentException.ThrowIfNullOrEmpty(groupVersion);
        ArgumentException.ThrowIfNullOrEmpty(plural);
        ArgumentNullException.ThrowIfNull(decode);
        GroupVersion = groupVersion;
        Plural = plural;
        _decode = decode;
    }

    /// <summary><c>v1</c> for the core group, else <c>group/version</c>.</summary>
    public string GroupVersion { get; }

    /// <summary>As in URLs and roles, for example <c>configmaps</c>.</summary>
    public string Plural { get; }

    /// <summary>Asks for the objects' metadata alone: what else is in them never leaves a server that can do that, and all since 1.15 can.</summary>
    public bool MetadataOnly { get; init; }

    /// <summary>Objects of one answer at most. A page is in memory as a whole while it is decoded.</summary>
    public int PageSize { get; init; } = 500;

    /// <inheritdoc/>
    public override string ToString() => GroupVersion + "/" + Plural;

    internal ApiRequest Request(string verb, string? @namespace) => new(verb, GroupVersion, Plural, @namespace) { MetadataOnly = MetadataOnly };

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
