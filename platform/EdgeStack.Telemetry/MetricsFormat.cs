using Microsoft.Net.Http.Headers;
using Prometheus;

namespace EdgeStack.Telemetry;

/// <summary>The text a scrape is answered with.</summary>
public sealed class MetricsFormat
{
    private const string OpenMetricsMediaType = "application/openmetrics-text";
    private const string OpenMetricsVersion = "1.0.0";

    private MetricsFormat(string contentType, ExpositionFormat exposition)
    {
        ContentType = contentType;
        Exposition = exposition;
    }

    /// <summary>The Prometheus text format 0.0.4, which every scraper reads.</summary>
    public static MetricsFormat PlainText { get; } =
        new("text/plain; version=0.0.4; charset=utf-8", ExpositionFormat.PrometheusText);

    /// <summary>OpenMetrics 1.0.0.</summary>
    public static MetricsFormat OpenMetrics { get; } =
        new($"{OpenMetricsMediaType}; version={OpenMetricsVersion}; charset=utf-8", ExpositionFormat.OpenMetricsText);

    /// <summary>The value for the <c>Content-Type</c> header.</summary>
    public string ContentType { get; }

    internal ExpositionFormat Exposition { get; }

    /// <summary>
    /// The format that suits an <c>Accept</c> header (several joined with commas): OpenMetrics only when it is named with at least
    /// the weight of <c>text/plain</c>, so wildcards, an empty header and a malformed one get the plain text.
    /// </summary>
    public static MetricsFormat For(string? accept)
    {
        if (string.IsNullOrEmpty(accept) || !MediaTypeHeaderValue.TryParseList([accept], out IList<MediaTypeHeaderValue>? wanted))
            return PlainText;

        double openMetrics = wanted.Where(IsOpenMetrics).Select(Weight).DefaultIfEmpty(0).Max();
        double plainText = wanted.Where(IsPlainText).Select(Weight).DefaultIfEmpty(0).Max();
        return openMetrics > 0 && openMetrics >= plainText ? OpenMetrics : PlainText;
    }

    private static double Weight(MediaTypeHeaderValue range) => range.Quality ?? 1;

    private static bool IsPlainText(MediaTypeHeaderValue range) =>
        range.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase);

    private static bool IsOpenMetrics(MediaTypeHeaderValue range) =>
        range.MediaType.Equals(OpenMetricsMediaType, StringComparison.OrdinalIgnoreCase)
        && (NameValueHeaderValue.Find(range.Parameters, "version") is not { } version
            || HeaderUtilities.RemoveQuotes(version.Value).Equals(OpenMetricsVersion, StringComparison.Ordinal));
}
