using System.Globalization;

namespace EdgeStack.Kubernetes;

/// <summary>An Event as the API server reads it. The older form, without eventTime: every version knows it, and kubectl shows both alike.</summary>
internal sealed record EventBody
{
    public string ApiVersion { get; } = "v1";

    public string Kind { get; } = "Event";

    public required EventBodyMeta Metadata { get; init; }

    public required EventBodyObject InvolvedObject { get; init; }

    public required string Type { get; init; }

    public required string Reason { get; init; }

    public required string Message { get; init; }

    public required EventBodySource Source { get; init; }

    public required string FirstTimestamp { get; init; }

    public required string LastTimestamp { get; init; }

    public int Count { get; } = 1;

    public required string ReportingComponent { get; init; }

    public required string ReportingInstance { get; init; }

    public static EventBody Of(ObjectEvent said) => new()
    {
        Metadata = new(said.Name, said.About.Namespace),
        InvolvedObject = new(said.About.ApiVersion, said.About.Kind, said.About.Namespace, said.About.Name, said.About.Uid, said.About.ResourceVersion is { Length: > 0 } version ? version : null),
        Type = said.IsWarning ? "Warning" : "Normal",
        Reason = said.Reason,
        Message = said.Message,
        Source = new(said.Component, said.Instance),
        FirstTimestamp = Time(said.At),
        LastTimestamp = Time(said.At),
        ReportingComponent = said.Component,
        ReportingInstance = said.Instance,
    };

    /// <summary>The API server keeps whole seconds.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

internal sealed record EventBodyMeta(string Name, string Namespace);

internal sealed record EventBodyObject(string ApiVersion, string Kind, string Namespace, string Name, string Uid, string? ResourceVersion);

internal sealed record EventBodySource(string Component, string Host);
