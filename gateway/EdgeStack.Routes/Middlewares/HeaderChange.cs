namespace EdgeStack.Routes.Middlewares;

/// <summary>What happens to one header.</summary>
/// <param name="Name">The header's name.</param>
/// <param name="Value">Its only value from now on; null removes the header.</param>
public sealed record HeaderChange(string Name, string? Value)
{
    public override string ToString() => Value is null ? $"-{Name}" : $"{Name}={Value}";
}
