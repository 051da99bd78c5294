using System.Collections.Immutable;

namespace EdgeStack.Routes.Middlewares;

/// <summary>Lets the compiler build an <see cref="OptionList{T}"/> from <c>[…]</c>.</summary>
public static class OptionListBuilder
{
    public static OptionList<T> Of<T>(ReadOnlySpan<T> items) => new(ImmutableArray.Create(items));
}
