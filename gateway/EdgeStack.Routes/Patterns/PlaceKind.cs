namespace EdgeStack.Routes.Patterns;

/// <summary>A place between code points that both languages know exactly.</summary>
internal enum PlaceKind
{
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,
}
