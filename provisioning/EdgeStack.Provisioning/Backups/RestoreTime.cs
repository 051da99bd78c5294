using System.Globalization;

namespace EdgeStack.Provisioning.Backups;

/// <summary>The moment to which somebody wants to come back.</summary>
internal static class RestoreTime
{
    /// <summary>For messages.</summary>
    public const string Example = "2026-11-30 14:05, 2026-11-30T14:05:30 or 2026-11-30T13:05:30Z";

    private static readonly string[] Forms = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    /// <param name="text">As it was written.</param>
    /// <param name="zone">Of whoever wrote it, where the text has none.</param>
    /// <returns>Null when it is no moment, or one of two: when clocks are put back, an hour comes twice.</returns>
    public static DateTimeOffset? Parse(string text, TimeZoneInfo zone)
    {
        string plain = text.Replace('T', ' ');
        if (DateTime.TryParseExact(plain, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
            return zone.IsInvalidTime(local) || zone.IsAmbiguousTime(local) ? null : new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(local, zone), TimeSpan.Zero);
        return DateTimeOffset.TryParseExact(plain, [.. Forms.Select(form => $"{form}zzz"), .. Forms.Select(form => $"{form}'Z'")], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)
            ? moment.ToUniversalTime() : null;
    }
}
