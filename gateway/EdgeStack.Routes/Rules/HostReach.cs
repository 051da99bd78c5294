namespace EdgeStack.Routes.Rules;

/// <summary>How far a host pattern goes.</summary>
public enum HostReach
{
    /// <summary>This host.</summary>
    Exact,

    /// <summary>Hosts with exactly one label more.</summary>
    OneLabel,

    /// <summary>Hosts with one label or several more.</summary>
    AnyDepth,

    /// <summary>Every host, and requests without one.</summary>
    Every,
}
