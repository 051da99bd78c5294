namespace EdgeStack.Repository.Tests.Graph;

/// <summary>One folder uses another.</summary>
/// <param name="From">The user.</param>
/// <param name="To">What it uses.</param>
/// <param name="Where">The line that does, <c>path:line</c>.</param>
/// <param name="What">The type or namespace that is named there.</param>
internal sealed record FolderArrow(string From, string To, string Where, string What);
