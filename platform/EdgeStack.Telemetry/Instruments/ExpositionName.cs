using System.Text;

namespace EdgeStack.Telemetry.Instruments;

/// <summary>Family names: ours are checked, those of others translated.</summary>
internal static class ExpositionName
{
    private const string CounterSuffix = "_total";

    public static string? Problem(string name, InstrumentKind kind)
    {
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            return "a name of ours has ASCII letters, digits and underscores only";
        if (IsCounter(kind) && !name.EndsWith(CounterSuffix, StringComparison.Ordinal))
            return $"a counter's name must end with {CounterSuffix}";
        if (!IsCounter(kind) && name.EndsWith(CounterSuffix, StringComparison.Ordinal))
            return $"only a counter's name may end with {CounterSuffix}";
        return null;
    }

    /// <summary>
    /// OpenTelemetry's rules, https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/:
    /// <c>dotnet.gc.pause.time</c> in <c>s</c> becomes <c>dotnet_gc_pause_time_seconds_total</c>.
    /// </summary>
    public static string Translate(string name, string? unit, InstrumentKind kind)
    {
        string translated = Sanitize(name);
        if (IsCounter(kind) && translated.EndsWith(CounterSuffix, StringComparison.Ordinal))
            translated = translated[..^CounterSuffix.Length];

        string suffix = Sanitize(UnitSuffix.For(unit, kind)).TrimStart('_');
        if (suffix.Length > 0 && translated != suffix && !translated.EndsWith("_" + suffix, StringComparison.Ordinal))
            translated = $"{translated}_{suffix}";
        if (translated.Length > 0 && char.IsAsciiDigit(translated[0]))
            translated = "_" + translated;
        return IsCounter(kind) ? translated + CounterSuffix : translated;
    }

    private static bool IsCounter(InstrumentKind kind) => kind is InstrumentKind.Counter or InstrumentKind.ObservableCounter;

    // What is not allowed becomes one underscore, however many there are in a row.
    private static string Sanitize(string text)
    {
        StringBuilder result = new(text.Length);
        foreach (char c in text)
        {
            char next = char.IsAsciiLetterOrDigit(c) || c == ':' ? c : '_';
            if (next != '_' || result.Length == 0 || result[^1] != '_')
                result.Append(next);
        }

        return result.ToString().TrimEnd('_');
    }
}
