using System.Collections.Immutable;

namespace EdgeStack.Routes.Middlewares;

/// <summary>A file of users, read.</summary>
/// <param name="Users">Those that can log in.</param>
/// <param name="Faults">One sentence for every line that is of no use; without anything secret.</param>
public sealed record HtpasswdReading(ImmutableArray<UserEntry> Users, ImmutableArray<string> Faults);
