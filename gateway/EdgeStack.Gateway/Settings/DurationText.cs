using System.Globalization;

namespace EdgeStack.Gateway.Settings;

/// <summary>Durations as people write them here: <c>5s</c>, <c>1.5m</c>.</summary>
internal static class DurationText
{
    private const double MaxSeconds = 3600;

    /// <summary>False for anything else, and for more than an hour.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        double unit = text is [.., 's'] ? 1 : text is [.., 'm'] ? 60 : 0;
        if (unit == 0 || !text[..^1].All(c => char.IsAsciiDigit(c) || c == '.')
            || !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double amount) || amount * unit > MaxSeconds)
            return false;
        duration = TimeSpan.FromSeconds(amount * unit);
        return true;
    }
}
