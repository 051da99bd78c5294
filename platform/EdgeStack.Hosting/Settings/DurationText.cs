using System.Globalization;

namespace EdgeStack.Hosting.Settings;

/// <summary>Durations as people write them here: <c>5s</c>, <c>1.5m</c>.</summary>
public static class DurationText
{
    private const double MaxSeconds = 3600;

    /// <summary>False for anything else, and for more than an hour.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        duration = default;
        double unit = text is [.., 's'] ? 1 : text is [.., 'm'] ? 60 : 0;
        if (unit == 0 || !text[..^1].All(c => char.IsAsciiDigit(c) || c == '.')
            || !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double amount) || amount * unit > MaxSeconds)
            return false;
        duration = TimeSpan.FromSeconds(amount * unit);
        return true;
    }

    public static string Of(TimeSpan duration) => $"{duration.TotalSeconds.ToString(CultureInfo.InvariantCulture)}s";

    /// <returns>What is wrong with the text; null when the duration was assigned.</returns>
    public static string? Read(string text, Action<TimeSpan> assign)
    {
        ArgumentNullException.ThrowIfNull(assign);
        if (!TryParse(text, out TimeSpan duration))
            return $"'{text}' is not a duration such as 20s or 2m, at most an hour";
        assign(duration);
        return null;
    }
}
