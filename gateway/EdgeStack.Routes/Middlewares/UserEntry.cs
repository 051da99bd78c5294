namespace EdgeStack.Routes.Middlewares;

/// <summary>A user and the hash of the password.</summary>
public sealed record UserEntry(string Name, PasswordHash Hash);
