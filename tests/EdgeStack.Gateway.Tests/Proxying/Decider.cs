namespace EdgeStack.Gateway.Tests.Proxying;

/// <summary>Who answers a request.</summary>
internal enum Decider
{
    /// <summary>The server below us, with an empty body.</summary>
    Kestrel,

    /// <summary>We ourselves, with a sentence.</summary>
    Gateway,

    /// <summary>The service that the route names.</summary>
    Upstream,
}
