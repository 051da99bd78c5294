using EdgeStack.Collector.Conditions;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Tests.Conditions;

/// <summary>Every condition: what it takes to begin, and what to end.</summary>
public sealed class ConditionTableTests
{
    private const string Disk = "node_filesystem_avail_bytes{device=\"/dev/root\",fstype=\"ext4\",mountpoint=\"/\"} {0}\nnode_filesystem_size_bytes{device=\"/dev/root\",fstype=\"ext4\",mountpoint=\"/\"} 1000\n"
        + "node_filesystem_readonly{device=\"/dev/root\",fstype=\"ext4\",mountpoint=\"/\"} {1}";

    private const string Memory = "node_memory_MemTotal_bytes 1000\nnode_memory_MemAvailable_bytes {0}";
    private const string Database = "mysql_global_status_threads_connected {0}\nmysql_global_variables_max_connections 150";
    private const string Upstream = "edgestack_gateway_destinations{upstream=\"shop/web\",state=\"healthy\"} {0}\nedgestack_gateway_destinations{upstream=\"shop/web\",state=\"unhealthy\"} {1}";

    /// <summary>Code, subject, what is bad, minutes until it is true, what is good, minutes until it is over.</summary>
    public static TheoryData<string, string, string, double, string, double> Rows => new()
    {
        { "disk_almost_full", "/", Of(Disk, "49", "0"), 30, Of(Disk, "70", "0"), 0 },
        { "filesystem_read_only", "/", Of(Disk, "500", "1"), 1, Of(Disk, "500", "0"), 1 },
        { "storage_wear", "mmcblk0", "edgestack_storage_life_used_ratio{device=\"mmcblk0\",region=\"a\"} 0.8", 60, "edgestack_storage_life_used_ratio{device=\"mmcblk0\",region=\"a\"} 0.7", 0 },
        { "storage_wear", "mmcblk0", "edgestack_storage_pre_eol_state{device=\"mmcblk0\",state=\"warning\"} 1", 60, "edgestack_storage_pre_eol_state{device=\"mmcblk0\",state=\"normal\"} 1", 0 },
        { "storage_worn_out", "mmcblk0", "edgestack_storage_life_used_ratio{device=\"mmcblk0\",region=\"b\"} 1", 60, "edgestack_storage_life_used_ratio{device=\"mmcblk0\",region=\"b\"} 0.9", 0 },
        { "storage_worn_out", "mmcblk0", "edgestack_storage_pre_eol_state{device=\"mmcblk0\",state=\"urgent\"} 1", 60, "edgestack_storage_pre_eol_state{device=\"mmcblk0\",state=\"warning\"} 1", 0 },
        { "nfs_mount_stuck", "/srv", "edgestack_nfs_mount_up{mountpoint=\"/srv\",server=\"nas\"} 0", 2, "edgestack_nfs_mount_up{mountpoint=\"/srv\",server=\"nas\"} 1", 1 },
        { "under_voltage", "", Throttled("under_voltage", 1), 0, Throttled("under_voltage", 0), 10 },
        { "throttled", "", Throttled("throttled", 1), 5, Throttled("throttled", 0), 10 },
        { "throttled", "", Throttled("soft_temp_limit", 1), 5, Throttled("soft_temp_limit", 0), 10 },
        { "throttled", "", Throttled("frequency_capped", 1), 5, Throttled("frequency_capped", 0), 10 },
        { "hot", "", "edgestack_pi_temperature_celsius{sensor=\"soc\"} 75.1", 10, "edgestack_pi_temperature_celsius{sensor=\"soc\"} 72", 0 },
        { "very_hot", "", "edgestack_pi_temperature_celsius{sensor=\"soc\"} 80.1", 5, "edgestack_pi_temperature_celsius{sensor=\"soc\"} 77", 0 },
        { "memory_low", "", Of(Memory, "99"), 15, Of(Memory, "120"), 0 },
        { "clock_not_synchronized", "", "node_timex_sync_status 0\nnode_timex_offset_seconds 0", 10, "node_timex_sync_status 1\nnode_timex_offset_seconds 0", 0 },
        { "clock_not_synchronized", "", "node_timex_sync_status 1\nnode_timex_offset_seconds -0.06", 10, "node_timex_sync_status 1\nnode_timex_offset_seconds 0.03", 0 },
        { "node_not_ready", "pi-2", Ready(0), 5, Ready(1), 1 },
        { "database_down", "", "mysql_up 0", 2, "mysql_up 1", 1 },
        { "database_connections", "", Of(Database, "121"), 2, Of(Database, "112"), 1 },
        { "backup_old", "shop", Backup("now-26.1h"), 10, Backup("now-1h"), 0 },
        { "backup_missing", "shop", Backup("now-50.1h"), 30, Backup("now-1h"), 0 },
        { "tunnel_down", "", "edgestack_tunnel_enabled 1\nedgestack_tunnel_ready_connections 0", 2, "edgestack_tunnel_enabled 1\nedgestack_tunnel_ready_connections 1", 2 },
        { "upstream_down", "shop/web", Of(Upstream, "0", "2"), 2, Of(Upstream, "1", "1"), 1 },
        { "route_problems", "", "edgestack_gateway_config_last_reload_successful 0", 5, "edgestack_gateway_config_last_reload_successful 1", 0 },
        { "route_problems", "", "edgestack_gateway_config_last_reload_successful 1\nedgestack_gateway_route_problems{severity=\"error\"} 1", 5, "edgestack_gateway_config_last_reload_successful 1\nedgestack_gateway_route_problems{severity=\"error\"} 0", 0 },
        { "public_host_down", "shop.example", "edgestack_probe_success{host=\"shop.example\"} 0", 5, "edgestack_probe_success{host=\"shop.example\"} 1", 1 },
        { "certificate_expiring", "shop.example", Certificate("now+19.9d"), 60, Certificate("now+21.5d"), 0 },
        { "certificate_expiring_now", "shop.example", Certificate("now+2.9d"), 10, Certificate("now+4d"), 0 },
    };

    /// <summary>Code, subject and what neither begins nor ends it.</summary>
    public static TheoryData<string, string, string, string> Betweens => new()
    {
        { "disk_almost_full", "/", Of(Disk, "49", "0"), Of(Disk, "60", "0") },
        { "hot", "", "edgestack_pi_temperature_celsius{sensor=\"soc\"} 76", "edgestack_pi_temperature_celsius{sensor=\"soc\"} 75" },
        { "very_hot", "", "edgestack_pi_temperature_celsius{sensor=\"soc\"} 81", "edgestack_pi_temperature_celsius{sensor=\"soc\"} 80" },
        { "memory_low", "", Of(Memory, "99"), Of(Memory, "100") },
        { "clock_not_synchronized", "", "node_timex_offset_seconds 0.06", "node_timex_offset_seconds 0.04" },
        { "database_connections", "", Of(Database, "121"), Of(Database, "120") },
        { "certificate_expiring", "shop.example", Certificate("now+19d"), Certificate("now+20.5d") },
        { "certificate_expiring_now", "shop.example", Certificate("now+2d"), Certificate("now+3.2d") },
    };

    /// <summary>Code, and what says nothing about it.</summary>
    public static TheoryData<string, string> Silences => new()
    {
        { "disk_almost_full", Of(Disk, "NaN", "0") },
        { "disk_almost_full", Of(Disk, "0", "1") },
        { "disk_almost_full", "node_filesystem_avail_bytes{device=\"nas:/a\",fstype=\"nfs4\",mountpoint=\"/a\"} 0\nnode_filesystem_size_bytes{device=\"nas:/a\",fstype=\"nfs4\",mountpoint=\"/a\"} 9\nnode_filesystem_readonly{device=\"nas:/a\",fstype=\"nfs4\",mountpoint=\"/a\"} 0" },
        { "filesystem_read_only", "node_filesystem_readonly{device=\"/dev/sr0\",fstype=\"ext4\",mountpoint=\"/media/old\"} 1" },
        { "hot", "edgestack_pi_temperature_celsius{sensor=\"pmic\"} 90" },
        { "hot", "edgestack_pi_temperature_celsius{sensor=\"soc\"} +Inf" },
        { "memory_low", "node_memory_MemAvailable_bytes 1" },
        { "memory_low", "node_memory_MemTotal_bytes 0\nnode_memory_MemAvailable_bytes 0" },
        { "tunnel_down", "edgestack_tunnel_enabled 0\nedgestack_tunnel_ready_connections 0" },
        { "tunnel_down", "edgestack_tunnel_ready_connections 0" },
        { "upstream_down", Of(Upstream, "0", "0") },
        { "node_not_ready", "kube_node_status_condition{node=\"pi-2\",condition=\"DiskPressure\",status=\"true\"} 0" },
        { "database_connections", "mysql_global_status_threads_connected 500" },
        { "throttled", Throttled("under_voltage", 1) },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void It_is_true_when_it_was_bad_for_long_enough_and_over_when_it_is_good_again(string code, string subject, string bad, double begins, string good, double ends)
    {
        ConditionScene scene = new();
        scene.Say(good);
        Assert.False(scene.Is(code, subject));
        DateTimeOffset start = scene.Time.GetUtcNow();
        if (begins > 0)
        {
            scene.Pass(TimeSpan.FromMinutes(begins) - TimeSpan.FromSeconds(1), bad);
            Assert.False(scene.Is(code, subject));
            scene.Pass(TimeSpan.FromSeconds(1), bad);
        }
        else
        {
            scene.Say(bad);
        }

        Assert.True(scene.Is(code, subject));
        Assert.Equal(start, scene.Of(code, subject)!.Since);
        Assert.Contains(scene.Board.Current, condition => condition.Terms.Code == code);
        Assert.DoesNotContain("{", scene.Of(code, subject)!.Sentence, StringComparison.Ordinal);

        scene.Say(good);
        if (ends > 0)
        {
            scene.Pass(TimeSpan.FromMinutes(ends) - TimeSpan.FromSeconds(16), good);
            Assert.True(scene.Is(code, subject));
            scene.Pass(TimeSpan.FromSeconds(31), good);
        }

        Assert.False(scene.Is(code, subject));
    }

    [Theory]
    [MemberData(nameof(Betweens))]
    public void A_value_at_its_limit_keeps_a_condition_as_it_is(string code, string subject, string bad, string between)
    {
        ConditionScene never = new();
        never.Pass(TimeSpan.FromHours(2), between);
        Assert.False(never.Is(code, subject));

        ConditionScene before = new();
        before.Pass(TimeSpan.FromMinutes(61), bad);
        Assert.True(before.Is(code, subject));
        before.Pass(TimeSpan.FromHours(2), between);
        Assert.True(before.Is(code, subject));
    }

    [Theory]
    [MemberData(nameof(Silences))]
    public void What_says_nothing_of_a_condition_leaves_it_unknown(string code, string text)
    {
        ConditionScene scene = new();
        scene.Pass(TimeSpan.FromMinutes(61), text);
        Assert.DoesNotContain(scene.Board.All, condition => condition.Terms.Code == code);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_is_old_or_failed_is_unknown_and_neither_true_nor_false(string code, string subject, string bad, double begins, string good, double ends)
    {
        ConditionScene scene = new();
        scene.Pass(TimeSpan.FromMinutes(begins), bad);
        Assert.True(scene.Is(code, subject));
        scene.PassInSilence(3 * ConditionScene.Period);
        Assert.True(scene.Is(code, subject));
        scene.PassInSilence(TimeSpan.FromSeconds(1));
        Assert.Null(scene.Is(code, subject));
        scene.Say(bad);
        Assert.True(scene.Is(code, subject));
        // That a database is down is what its failed reading says.
        if (code == "database_down")
            return;
        scene.Fail("the cable is out", bad);
        Assert.Null(scene.Is(code, subject));
        scene.Pass(TimeSpan.FromMinutes(ends) + ConditionScene.Period, good);
        scene.Pass(TimeSpan.FromMinutes(10) + ConditionScene.Period, good);
        Assert.False(scene.Is(code, subject));
    }

    [Fact]
    public void Every_condition_is_in_the_table_or_has_tests_of_its_own() => Assert.Equal(
        ["disk_full_in_a_day", "disk_full_in_hours", "source_failing"],
        ConditionCatalogue.All().Select(condition => condition.Terms.Code).Except(Rows.Select(row => row.Data.Item1)).Order(StringComparer.Ordinal));

    [Fact]
    public void A_database_that_is_down_is_told_although_its_reading_failed()
    {
        ConditionScene scene = new("shop", ScrapePage.Database);
        scene.Pass(TimeSpan.FromMinutes(3), () => scene.Fail("db.lan:3306 refuses", "mysql_up 0"));
        Assert.Equal("The database of shop does not answer: db.lan:3306 refuses. Look at systemctl status mariadb (or its pod) and its log.", scene.Of("database_down", "shop")!.Sentence);
        Assert.True(scene.Is("database_down", "shop"));
        Assert.False(scene.Is("source_failing", "one"));
    }

    [Fact]
    public void A_source_that_fails_or_is_silent_is_told_and_who_is_away_is_named()
    {
        ConditionScene scene = new();
        scene.Pass(TimeSpan.FromMinutes(3), () => scene.Fail("/proc/stat is missing"));
        Assert.Equal("one cannot be measured: /proc/stat is missing. What it would tell is not known; look at the collector's log.", scene.Of("source_failing", "one")!.Sentence);
        Assert.True(scene.Is("source_failing", "one"));
        scene.Pass(TimeSpan.FromMinutes(1), "node_load1 1");
        Assert.False(scene.Is("source_failing", "one"));
        for (int i = 0; i < 20; i++)
            scene.PassInSilence(ConditionScene.Period);
        Assert.True(scene.Is("source_failing", "one"));
    }

    [Fact]
    public void What_another_machine_says_of_itself_has_its_name()
    {
        ConditionScene scene = new("old-pi");
        scene.Pass(TimeSpan.FromMinutes(30), Of(Disk, "10", "0") + "\n" + Of(Memory, "10"));
        Assert.True(scene.Is("disk_almost_full", "old-pi: /"));
        Assert.True(scene.Is("memory_low", "old-pi"));
        Assert.StartsWith("old-pi has 1 % of its memory left. ", scene.Of("memory_low", "old-pi")!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dip_between_two_looks_is_found_by_its_count()
    {
        ConditionScene scene = new();
        scene.Say(Throttled("under_voltage", 0, 4));
        Assert.False(scene.Is("under_voltage"));
        scene.Say(Throttled("under_voltage", 0, 5));
        Assert.True(scene.Is("under_voltage"));
    }

    [Theory]
    [InlineData("edgestack_pi_temperature_celsius{sensor=\"soc\"} 76.4", "hot", "", "This machine is at 76 °C. Look at its fan, heat sink and place before it slows down at 80 °C.")]
    [InlineData("node_timex_sync_status 0", "clock_not_synchronized", "", "The clock of this machine is kept right by no time server. Look at timedatectl; let UDP port 123 to the time servers through.")]
    [InlineData("edgestack_backup_last_success_timestamp_seconds{database=\"shop\"} now-30.5h", "backup_old", "shop", "The last good backup of shop is 30 hours old. Look at the log of the backup job, and at the space where it writes.")]
    [InlineData("edgestack_backup_last_success_timestamp_seconds{database=\"shop\"} now-80h", "backup_missing", "shop", "The last good backup of shop is 3 days old: two were missed. Make one by hand now.")]
    [InlineData("probe_ssl_earliest_cert_expiry{probe=\"shop.example\"} now-1h", "certificate_expiring_now", "shop.example", "The certificate of shop.example ends in 0 minutes; browsers will refuse it then. Renew it by hand now.")]
    [InlineData("probe_ssl_earliest_cert_expiry{probe=\"shop.example\"} now+1.5h", "certificate_expiring_now", "shop.example", "The certificate of shop.example ends in 1 hour; browsers will refuse it then. Renew it by hand now.")]
    public void A_sentence_says_what_where_and_how_much(string text, string code, string subject, string sentence)
    {
        ConditionScene scene = new();
        scene.Say(text);
        Assert.Equal(sentence, scene.Of(code, subject)!.Sentence);
    }

    private static string Of(string text, string first, string second = "") => text.Replace("{0}", first, StringComparison.Ordinal).Replace("{1}", second, StringComparison.Ordinal);

    private static string Throttled(string reason, int now, int count = 3) =>
        $"edgestack_pi_throttled{{reason=\"{reason}\"}} {now}\nedgestack_pi_throttle_events_total{{reason=\"{reason}\"}} {count}";

    private static string Ready(int ready) => $"kube_node_status_condition{{node=\"pi-2\",condition=\"Ready\",status=\"true\"}} {ready}";

    private static string Backup(string at) => $"edgestack_backup_last_success_timestamp_seconds{{database=\"shop\"}} {at}";

    private static string Certificate(string end) => $"probe_ssl_earliest_cert_expiry{{probe=\"shop.example\",via=\"public\"}} {end}";
}
