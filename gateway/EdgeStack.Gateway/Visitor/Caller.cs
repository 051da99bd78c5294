namespace EdgeStack.Gateway.Visitor;

/// <summary>What we believe about who is calling.</summary>
/// <param name="Client">The visitor's address.</param>
/// <param name="Scheme">The scheme that the visitor used: http or https.</param>
/// <param name="ForwardedFor">For X-Forwarded-For: the visitor, then the trusted hops that named it; null when no address is known.</param>
/// <param name="Country">Two characters from Cloudflare; null when no trusted peer said so.</param>
/// <param name="Ray">Cloudflare's name of the request; null when no trusted peer said so.</param>
internal readonly record struct Caller(ClientAddress Client, string Scheme, string? ForwardedFor, string? Country = null, string? Ray = null);
