using System.Collections.Immutable;

namespace EdgeStack.Collector.Exposition;

/// <summary>What the samples of a family are called in either format, and what they are with us.</summary>
internal static class FamilyGrammar
{
    public const string Created = "_created", Bucket = "_bucket", Total = "_total";

    private static readonly ImmutableArray<string> Plain = [""];
    private static readonly ImmutableArray<string> PlainHistogram = [Bucket, "_sum", "_count"];
    private static readonly ImmutableArray<string> PlainSummary = ["", "_sum", "_count"];
    private static readonly ImmutableArray<string> OpenCounter = [Total, Created];
    private static readonly ImmutableArray<string> OpenHistogram = [Bucket, "_sum", "_count", Created];
    private static readonly ImmutableArray<string> OpenGaugeHistogram = [Bucket, "_gsum", "_gcount"];
    private static readonly ImmutableArray<string> OpenSummary = ["", "_sum", "_count", Created];
    private static readonly ImmutableArray<string> OpenInfo = ["_info"];

    /// <summary>The type with that name in the format; null when there is none.</summary>
    public static DeclaredType? TypeOf(ReadOnlySpan<byte> word, ExpositionFormat format)
    {
        bool open = format == ExpositionFormat.OpenMetrics;
        return System.Text.Encoding.UTF8.GetString(word) switch
        {
            "counter" => DeclaredType.Counter,
            "gauge" => DeclaredType.Gauge,
            "histogram" => DeclaredType.Histogram,
            "summary" => DeclaredType.Summary,
            "untyped" when !open => DeclaredType.Unknown,
            "unknown" when open => DeclaredType.Unknown,
            "gaugehistogram" when open => DeclaredType.GaugeHistogram,
            "info" when open => DeclaredType.Info,
            "stateset" when open => DeclaredType.StateSet,
            _ => null,
        };
    }

    /// <summary>What may stand behind the family's name in the names of its samples.</summary>
    public static ImmutableArray<string> Suffixes(DeclaredType type, ExpositionFormat format)
    {
        bool open = format == ExpositionFormat.OpenMetrics;
        return type switch
        {
            DeclaredType.Counter when open => OpenCounter,
            DeclaredType.Histogram => open ? OpenHistogram : PlainHistogram,
            DeclaredType.GaugeHistogram => OpenGaugeHistogram,
            DeclaredType.Summary => open ? OpenSummary : PlainSummary,
            DeclaredType.Info => OpenInfo,
            _ => Plain,
        };
    }

    /// <summary>
    /// The family with us that samples with this suffix belong to, and what stands behind its name. What has no type with us (info, sets of states, histograms of gauges)
    /// becomes families of the types that there are, named like the samples.
    /// </summary>
    public static (string Name, FamilyKind Kind, string Part) With(string name, DeclaredType type, string suffix) => type switch
    {
        DeclaredType.Histogram => (name, FamilyKind.Histogram, suffix),
        DeclaredType.Summary => (name, FamilyKind.Summary, suffix),
        DeclaredType.Counter => (name + suffix, FamilyKind.Counter, ""),
        DeclaredType.Gauge or DeclaredType.Info or DeclaredType.StateSet => (name + suffix, FamilyKind.Gauge, ""),
        _ => (name + suffix, FamilyKind.Untyped, ""),
    };

    /// <summary>The label that tells the samples of one histogram or summary apart; null when these have none.</summary>
    public static string? BoundLabel(DeclaredType type, string suffix) => suffix switch
    {
        Bucket when type is DeclaredType.Histogram or DeclaredType.GaugeHistogram => "le",
        "" when type == DeclaredType.Summary => "quantile",
        _ => null,
    };
}
