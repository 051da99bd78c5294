using EdgeStack.Routes.Patterns;

namespace EdgeStack.Routes.Documents;

/// <summary>What a route inherits from the document that it stands in.</summary>
/// <param name="Object">The object.</param>
/// <param name="Origin">Where the document stands.</param>
/// <param name="Version">The document's version.</param>
/// <param name="Index">How many routes stand before it in the object.</param>
/// <param name="Patterns">What the patterns of the object may still weigh.</param>
internal sealed record RouteItemContext(RouteObject Object, TextOrigin Origin, int Version, int Index, PatternBudget Patterns);
