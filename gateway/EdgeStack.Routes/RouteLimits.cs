namespace EdgeStack.Routes;

/// <summary>What a request of a route may bring; 0 is no limit.</summary>
/// <param name="Body">Bytes of its body.</param>
/// <param name="UploadRate">Bytes a second that its body must have at least, on average.</param>
public sealed record RouteLimits(long Body, long UploadRate)
{
    public static readonly RouteLimits None = new(0, 0);
}
