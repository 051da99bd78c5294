namespace EdgeStack.Gateway.Proxying;

/// <summary>What the headers of a response tell about how it is to be passed on.</summary>
[Flags]
internal enum ResponseTraits
{
    None = 0,

    /// <summary>It is no answer that may be passed on.</summary>
    Unsound = 1,

    /// <summary>There are headers that may end with this hop, or name others that do.</summary>
    EndsHere = 2,

    /// <summary>Its body is a stream of events, which may be silent for long.</summary>
    EventStream = 4,
}
