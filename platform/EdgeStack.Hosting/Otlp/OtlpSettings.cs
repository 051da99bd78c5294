using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Hosting.Settings;
using EdgeStack.Telemetry.Otlp;

namespace EdgeStack.Hosting.Otlp;

/// <summary>The settings below <c>otlp</c>.</summary>
public static class OtlpSettings
{
    private static readonly string[] SignalPaths = ["/v1/traces", "/v1/metrics", "/v1/logs"];

    /// <param name="of">Where a program's options have them.</param>
    /// <param name="traced">What of it is traced, in the plural, for people; null when nothing is.</param>
    public static ImmutableArray<Setting<TOptions>> All<TOptions>(Func<TOptions, OtlpOptions> of, string? traced) =>
    [
        new("otlp.endpoint", "URL", $"OpenTelemetry collector that gets {(traced is null ? "" : "traces, ")}metrics and logs, for example http://collector:4318. Without it nothing is sent.",
            o => of(o).Endpoint?.ToString() ?? "", (o, v) => Endpoint(v, uri => of(o).Endpoint = uri)),
        new("otlp.protocol", "http|grpc", "Protocol buffers over HTTP (usually port 4318), or gRPC (usually 4317).",
            o => of(o).Protocol == OtlpProtocol.Grpc ? "grpc" : "http", (o, v) => Protocol(v, protocol => of(o).Protocol = protocol)),
        new("otlp.headersFile", "FILE", "File with headers for the collector, one 'Name: value' a line; they may be secret.",
            o => of(o).HeadersFile ?? "", (o, v) => HeadersFile(of(o), v)),
        .. traced is null ? ImmutableArray<Setting<TOptions>>.Empty : [new("otlp.traceSample", "FRACTION", $"Part of the {traced} that is traced, from 0 to 1, for example 0.1.",
            o => of(o).TraceSample.ToString(CultureInfo.InvariantCulture), (o, v) => Fraction(v, fraction => of(o).TraceSample = fraction))],
    ];

    private static string? Endpoint(string value, Action<Uri> assign)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Query.Length > 0)
            return "is not of the form http://collector:4318; what is secret goes into otlp.headersFile";
        // https://opentelemetry.io/docs/specs/otlp/#otlphttp-request: what is meant here is the base.
        string path = uri.AbsolutePath.TrimEnd('/');
        if (SignalPaths.FirstOrDefault(signal => path.EndsWith(signal, StringComparison.Ordinal)) is { } added)
            return $"ends with {added}, which is added for each signal; did you mean '{uri.GetLeftPart(UriPartial.Authority)}{path[..^added.Length]}'?";
        assign(uri);
        return null;
    }

    private static string? Protocol(string value, Action<OtlpProtocol> assign)
    {
        if (value is not ("http" or "grpc"))
            return $"'{value}' is neither http nor grpc";
        assign(value == "grpc" ? OtlpProtocol.Grpc : OtlpProtocol.Http);
        return null;
    }

    // What is wrong is said without the line: it may be the secret.
    private static string? HeadersFile(OtlpOptions options, string value)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(value);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"'{value}' cannot be read: {fault.Message}";
        }

        ImmutableArray<KeyValuePair<string, string>>.Builder headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
                continue;
            int colon = lines[i].IndexOf(':');
            string name = colon < 0 ? "" : lines[i][..colon].Trim(), text = colon < 0 ? "" : lines[i][(colon + 1)..].Trim();
            if (name.Length == 0 || text.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || !text.All(c => c is >= ' ' and <= '~'))
                return $"line {i + 1} of '{value}' is not of the form 'Name: value'";
            headers.Add(new(name, text));
        }

        options.HeadersFile = Path.GetFullPath(value);
        options.Headers = headers.ToImmutable();
        return null;
    }

    private static string? Fraction(string value, Action<double> assign)
    {
        if (!FractionText.TryParse(value, out double fraction))
            return $"'{value}' is not a part from 0 to 1, such as 0.1 or 1/10";
        assign(fraction);
        return null;
    }
}
