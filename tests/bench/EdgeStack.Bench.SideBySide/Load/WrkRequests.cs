namespace EdgeStack.Bench.SideBySide.Load;

/// <summary>What wrk sends.</summary>
internal sealed record WrkRequests
{
    public string Path { get; init; } = "/";

    public int Connections { get; init; } = 64;

    /// <summary>Headers beside Host, as <c>Name: value</c>.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Lua that wrk runs; null sends GET to the first host.</summary>
    public string? Script { get; init; }
}
