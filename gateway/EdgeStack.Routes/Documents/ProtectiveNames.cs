using System.Collections.Frozen;
using System.Collections.Immutable;
using EdgeStack.Documents;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Problems;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Documents;

/// <summary>Recognises protection that stands in a wrong place or is misspelt, so that nothing serves without it.</summary>
internal static class ProtectiveNames
{
    // A name that is as near to a field as to a middleware means the field.
    private static readonly ImmutableArray<string> All =
        [.. RouteFields.OfDocument, .. RouteFields.OfRoute, .. MiddlewareCatalogue.Names, .. MiddlewareCatalogue.Implemented.SelectMany(kind => kind.Protecting)];

    private static readonly FrozenSet<string> Protecting = RouteFields.Protecting.Concat(MiddlewareCatalogue.Names.Where(MiddlewareCatalogue.Protects))
        .Concat(MiddlewareCatalogue.Implemented.SelectMany(kind => kind.Protecting)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Known names that mean no protection although they may look like it.</summary>
    private static readonly FrozenSet<string> Harmless =
        All.Except(Protecting).Concat(MiddlewareCatalogue.Implemented.Where(kind => !kind.Protects).SelectMany(kind => kind.Options.Concat(kind.NotYet).Except(kind.Protecting))).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The field of a route or the middleware that a name most likely means.</summary>
    public static string? Nearest(string written) => NearestName.Of(written, All);

    /// <summary>True when a key of this name, wherever it stands, asks for protection.</summary>
    public static bool Ask(string written) => Meaning(written) is not null;

    /// <summary>What a key of this name asks for: a known name, or its own letters; null when it is not about protection.</summary>
    public static string? Meaning(string written)
    {
        if (Harmless.Contains(written))
            return null;
        return Nearest(written) is { } nearest && Protecting.Contains(nearest) ? nearest : ProtectionWords.Speak(written) ? written : null;
    }

    /// <summary>True for a known name of something that protects.</summary>
    public static bool IsProtecting(string name) => Protecting.Contains(name);

    /// <summary>The first key or item in a list that asks for protection, at any depth; null when none does.</summary>
    public static YamlScalarNode? FirstIn(YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                foreach ((YamlNode key, YamlNode value) in mapping.Children)
                {
                    // The list itself says nothing: what stands in it does.
                    if (key is YamlScalarNode { Value: { } name } scalar && name != RouteFields.Middlewares && Ask(name))
                        return scalar;
                    if (FirstIn(value) is { } inside)
                        return inside;
                }

                return null;
            case YamlSequenceNode list:
                return list.Select(item => item is YamlScalarNode { Value: { } name } scalar ? Protecting.Contains(name) ? scalar : null : FirstIn(item)).FirstOrDefault(found => found is not null);
            default:
                return null;
        }
    }

    /// <summary>What to write instead of a key that is not known in a route.</summary>
    public static string Fix(string written) => Nearest(written) switch
    {
        null when ProtectionWords.Speak(written) => $"what protects stands below 'middlewares', as {string.Join(", ", MiddlewareCatalogue.Implemented.Where(kind => kind.Protects).Select(kind => kind.Name))}, or is 'limits' or 'upstreamTls'",
        null => $"known fields: {string.Join(", ", RouteFields.OfRoute)}",
        var nearest when RouteFields.OfRoute.Contains(nearest) => $"did you mean '{nearest}'?",
        var nearest when MiddlewareCatalogue.Names.Contains(nearest) => $"write it below 'middlewares': '- {nearest}: …'",
        var nearest when Protecting.Contains(nearest) => $"'{nearest}' is an option: write it in its middleware, below 'middlewares'",
        _ => $"known fields: {string.Join(", ", RouteFields.OfRoute)}",
    };
}
