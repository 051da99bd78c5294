namespace EdgeStack.Kubernetes;

/// <summary>What an Event (<c>v1</c>) says about an object. Whoever says the same under the same name says it again, not twice.</summary>
public sealed record ObjectEvent
{
    /// <summary>Of the Event itself; unique within the namespace.</summary>
    public required string Name { get; init; }

    public required ObjectReference About { get; init; }

    /// <summary><c>Warning</c>, else <c>Normal</c>.</summary>
    public required bool IsWarning { get; init; }

    /// <summary>One word in CamelCase, for programs.</summary>
    public required string Reason { get; init; }

    /// <summary>For people; the API server takes 1,024 bytes.</summary>
    public required string Message { get; init; }

    /// <summary>The program that says so.</summary>
    public required string Component { get; init; }

    /// <summary>Which of its replicas.</summary>
    public required string Instance { get; init; }

    public required DateTimeOffset At { get; init; }
}
