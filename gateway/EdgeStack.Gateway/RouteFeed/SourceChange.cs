using System.Collections.Immutable;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>What a source reports.</summary>
internal abstract record SourceChange(SourceScope Scope)
{
    /// <summary>The scope now holds exactly these items; what else was known of it is gone.</summary>
    internal sealed record Replaced(SourceScope Scope, ImmutableArray<SourceItem> Items, ImmutableArray<Problem> Problems) : SourceChange(Scope)
    {
        /// <summary>Items that exist as well but could not be read this time: what is known of them stays.</summary>
        public ImmutableArray<(string Namespace, string Name)> Retained { get; init; } = [];
    }

    /// <summary>One item of the scope is new or different.</summary>
    internal sealed record Upserted(SourceScope Scope, SourceItem Item) : SourceChange(Scope);

    /// <summary>One item of the scope is gone.</summary>
    internal sealed record Removed(SourceScope Scope, Type Kind, string Namespace, string Name) : SourceChange(Scope)
    {
        /// <summary>Of the item that is gone: one that was made again under its name meanwhile stays.</summary>
        public string Uid { get; init; } = "";
    }

    /// <summary>The scope cannot be read: what was known of it stays, and answers 503 when it asks for more protection.</summary>
    internal sealed record Unreadable(SourceScope Scope, ImmutableArray<Problem> Problems) : SourceChange(Scope)
    {
        /// <summary>Protection that it now asks for more often than when it could be read; null when there is none: then what was known stays.</summary>
        public string? Protection { get; init; }
    }

    /// <summary>The way to the source is cut, or (null) works again: what was known stays.</summary>
    internal sealed record Faulted(SourceScope Scope, string? Fault) : SourceChange(Scope);

    /// <summary>A Secret that a route names has appeared or gone.</summary>
    internal sealed record SecretsChanged(SourceScope Scope) : SourceChange(Scope);

    /// <summary>Everything the source held when it was first read has been reported.</summary>
    internal sealed record Complete(SourceScope Scope) : SourceChange(Scope);
}
