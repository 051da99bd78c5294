using System.Runtime.InteropServices;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>A point in time, twice: a Raspberry Pi has no clock of its own, and its time of day may jump by years when it first hears of the network's.</summary>
/// <param name="Elapsed">Since the supervisor began; for measuring.</param>
/// <param name="Clock">The time of day; for people.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Moment(TimeSpan Elapsed, DateTimeOffset Clock)
{
    public static Moment operator +(Moment moment, TimeSpan span) => new(moment.Elapsed + span, moment.Clock + span);

    public TimeSpan Since(Moment earlier) => Elapsed - earlier.Elapsed;

    /// <summary>As a person reads it.</summary>
    public override string ToString() => Clock.UtcDateTime.ToString("HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
}
