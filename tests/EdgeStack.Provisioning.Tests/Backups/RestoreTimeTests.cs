using System.Globalization;
using EdgeStack.Provisioning.Backups;
using EdgeStack.Provisioning.Commands;

namespace EdgeStack.Provisioning.Tests.Backups;

public sealed class RestoreTimeTests
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), "test", "test");

    [Theory]
    [InlineData("2026-11-30 14:05", "2026-11-30T12:05:00Z")]
    [InlineData("2026-11-30T14:05:30", "2026-11-30T12:05:30Z")]
    [InlineData("2026-11-30T14:05:30Z", "2026-11-30T14:05:30Z")]
    [InlineData("2026-11-30 14:05+01:00", "2026-11-30T13:05:00Z")]
    public void A_moment_is_in_the_zone_of_whoever_wrote_it_unless_it_has_one(string text, string expected) =>
        Assert.Equal(expected, RestoreTime.Parse(text, Zone)?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("yesterday")]
    [InlineData("14:05")]
    [InlineData("30.11.2026 14:05")]
    [InlineData("2026-11-31 14:05")]
    [InlineData("'; DROP TABLE t; --")]
    public async Task What_is_no_moment_is_refused_before_anything_is_asked(string text)
    {
        Assert.Null(RestoreTime.Parse(text, Zone));
        using CommandHost host = new();
        Assert.Equal(ExitCode.Usage, await host.RunAsync("db", "restore", "--to", text));
        Assert.Contains($"--to: '{text}' is no moment; 2026-11-30 14:05", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_hour_that_comes_twice_has_to_be_said_with_its_zone()
    {
        TimeZoneInfo copenhagen = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");
        Assert.Null(RestoreTime.Parse("2026-10-25 02:30", copenhagen));
        Assert.Null(RestoreTime.Parse("2026-03-29 02:30", copenhagen));
        Assert.Equal("2026-10-25T00:30:00Z", RestoreTime.Parse("2026-10-25 02:30+02:00", copenhagen)?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
    }
}
