using EdgeStack.Routes.Rules;

namespace EdgeStack.Gateway.Settings;

/// <summary>What is logged of requests, how and where.</summary>
internal sealed class AccessLogOptions
{
    /// <summary>The most compressed files that can be kept; a file with a higher number is not the log's.</summary>
    public const int MostKept = 1000;

    public bool Enabled { get; set; } = true;

    public AccessLogFormat Format { get; set; } = AccessLogFormat.Json;

    /// <summary>Path of the file; null means stdout.</summary>
    public string? File { get; set; }

    /// <summary>Bytes after which a file is closed, compressed and followed by a new one.</summary>
    public long MaxSize { get; set; } = 20 * 1024 * 1024;

    /// <summary>Number of compressed files beside the current one.</summary>
    public int Keep { get; set; } = 5;

    /// <summary>Requests that are not logged; null means none.</summary>
    public RuleNode? Exclude { get; set; }

    /// <summary>The part of requests that is logged, above 0 and at most 1; failed and slow ones always are.</summary>
    public double Sample { get; set; } = 1;

    /// <summary>From this duration on a request counts as slow.</summary>
    public TimeSpan Slow { get; set; } = TimeSpan.FromSeconds(1);
}
