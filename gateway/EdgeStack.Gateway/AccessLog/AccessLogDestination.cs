using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>Where lines go.</summary>
/// <param name="Open">Opens the stream; it is closed with the writer. What is written to it at once is whole lines.</param>
internal sealed record AccessLogDestination(Func<Stream> Open)
{
#pragma warning disable RS0030 // the access-log writer is one of the two places that may write to the console
    public static AccessLogDestination StandardOutput { get; } = new(Console.OpenStandardOutput);
#pragma warning restore RS0030

    public static AccessLogDestination Of(AccessLogOptions options) =>
        options.File is { } file ? new(() => new RotatingFile(file, options.MaxSize, options.Keep)) : StandardOutput;
}
