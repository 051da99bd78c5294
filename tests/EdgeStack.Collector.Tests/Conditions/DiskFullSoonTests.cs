using System.Globalization;

namespace EdgeStack.Collector.Tests.Conditions;

public sealed class DiskFullSoonTests
{
    private const double Whole = 32e9;

    [Theory]
    [InlineData(0.39, 0.03, "disk_full_in_a_day", true)]
    [InlineData(0.39, 0.005, "disk_full_in_a_day", false)]
    [InlineData(0.80, 0.03, "disk_full_in_a_day", false)]
    [InlineData(0.39, 0.03, "disk_full_in_hours", false)]
    [InlineData(0.19, 0.05, "disk_full_in_hours", true)]
    [InlineData(0.14, 0, "disk_full_in_hours", false)]
    [InlineData(0.14, 0, "disk_full_in_a_day", false)]
    public void It_is_true_when_the_pace_leads_to_nothing(double free, double anHour, string code, bool isTrue)
    {
        ConditionScene scene = new();
        Fill(scene, TimeSpan.FromHours(3), free, anHour);
        Assert.Equal(isTrue, scene.Is(code, "/"));
    }

    [Fact]
    public void It_takes_half_an_hour_to_know_a_pace_and_an_hour_more_to_tell()
    {
        ConditionScene scene = new();
        Fill(scene, TimeSpan.FromMinutes(29), 0.39, 0.1);
        Assert.Null(scene.Is("disk_full_in_a_day", "/"));
        double left = 0.39 - (0.1 * 29 / 60);
        Fill(scene, TimeSpan.FromMinutes(60), left, 0.1);
        Assert.False(scene.Is("disk_full_in_a_day", "/"));
        Fill(scene, TimeSpan.FromMinutes(2), left - 0.1, 0.1);
        Assert.True(scene.Is("disk_full_in_a_day", "/"));
        Assert.Contains("fills up within a day", scene.Of("disk_full_in_a_day", "/")!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_over_when_room_was_made()
    {
        ConditionScene scene = new();
        Fill(scene, TimeSpan.FromHours(3), 0.39, 0.03);
        Assert.True(scene.Is("disk_full_in_a_day", "/"));
        Fill(scene, TimeSpan.FromMinutes(1), 0.6, 0);
        Assert.False(scene.Is("disk_full_in_a_day", "/"));
    }

    [Fact]
    public void A_disk_that_is_mounted_twice_is_told_once()
    {
        ConditionScene scene = new();
        scene.Pass(TimeSpan.FromMinutes(30), Mounted("/", 1e9, "/var/lib/x"));
        Assert.Equal("/", Assert.Single(scene.Board.Current, condition => condition.Terms.Code == "disk_almost_full").Subject);
    }

    private static void Fill(ConditionScene scene, TimeSpan time, double free, double anHour)
    {
        DateTimeOffset start = scene.Time.GetUtcNow();
        scene.Pass(time, () => scene.Say(Mounted("/", (free - (anHour * (scene.Time.GetUtcNow() - start).TotalHours)) * Whole)));
    }

    private static string Mounted(string point, double free, params string[] more)
    {
        return Family("avail_bytes", free) + Family("size_bytes", Whole) + Family("readonly", 0);

        string Family(string name, double value) => string.Concat(more.Prepend(point).Select(at =>
            string.Create(CultureInfo.InvariantCulture, $"node_filesystem_{name}{{device=\"/dev/mmcblk0p2\",fstype=\"ext4\",mountpoint=\"{at}\"}} {value:F0}\n")));
    }
}
