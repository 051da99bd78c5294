namespace EdgeStack.Routes.Middlewares;

/// <summary>The header Strict-Transport-Security.</summary>
/// <param name="Value">Its value.</param>
/// <param name="Always">Also over http (<c>forceSTSHeader</c>).</param>
public sealed record StrictTransport(string Value, bool Always);
