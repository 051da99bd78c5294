namespace EdgeStack.Gateway.Admin;

/// <summary>RFC 9457: why a request of the admin API was refused.</summary>
internal sealed record ProblemDetails(string Type, string Title, int Status, string? Detail);
