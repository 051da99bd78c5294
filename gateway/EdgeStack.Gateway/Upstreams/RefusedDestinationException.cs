namespace EdgeStack.Gateway.Upstreams;

/// <summary>A name led to an address where requests must not go. The message holds the address and the reason, nothing of a request.</summary>
internal sealed class RefusedDestinationException(string reason) : Exception($"refused: {reason}");
