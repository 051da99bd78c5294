using System.Buffers;
using System.Globalization;

namespace EdgeStack.Routes.Middlewares;

/// <summary>Durations as Go and Traefik write them: <c>1m30s</c>, <c>500ms</c>, <c>1.5h</c>; a bare number is seconds.</summary>
internal static class GoDuration
{
    private static readonly (string Unit, decimal Ticks)[] Units =
    [
        ("ns", 0.01m), ("us", 10), ("µs", 10), ("ms", TimeSpan.TicksPerMillisecond), ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute), ("h", TimeSpan.TicksPerHour),
    ];

    private static readonly SearchValues<char> Number = SearchValues.Create("0123456789.");

    public static bool TryParse(string written, out TimeSpan duration)
    {
        duration = default;
        if (written.Length is 0 or > 32)
            return false;
        decimal ticks = 0;
        for (int at = 0; at < written.Length;)
        {
            int digits = written.AsSpan(at).IndexOfAnyExcept(Number);
            string number = digits < 0 ? written[at..] : written.Substring(at, digits);
            if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal count))
                return false;
            at += number.Length;
            int letters = written.AsSpan(at).IndexOfAny(Number);
            string unit = letters < 0 ? written[at..] : written.Substring(at, letters);
            if (unit.Length == 0 && number.Length != written.Length)
                return false;
            decimal ofUnit = unit.Length == 0 ? TimeSpan.TicksPerSecond : Array.Find(Units, known => known.Unit == unit).Ticks;
            if (ofUnit == 0 || count > (TimeSpan.MaxValue.Ticks - ticks) / Math.Max(ofUnit, 1))
                return false;
            ticks += count * ofUnit;
            at += unit.Length;
        }

        duration = TimeSpan.FromTicks((long)ticks);
        return true;
    }
}
