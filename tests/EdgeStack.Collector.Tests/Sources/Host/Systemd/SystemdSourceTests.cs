using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Host.Systemd;

namespace EdgeStack.Collector.Tests.Sources.Host.Systemd;

public sealed class SystemdSourceTests
{
    [Fact]
    public async Task All_units_are_counted_and_the_ones_on_the_list_are_shown_one_by_one()
    {
        await using FakeSystemd systemd = await StartAsync();
        systemd.Units.AddRange([("ssh.service", "loaded", "active"), ("mariadb.service", "loaded", "failed"), ("k3s-agent.service", "not-found", "inactive"), ("cron.service", "loaded", "active"), ("x.mount", "loaded", "reloading")]);
        systemd.Properties[("ssh.service", "Type")] = "notify";
        systemd.Properties[("ssh.service", "NRestarts")] = 3u;
        systemd.Properties[("ssh.service", "ActiveEnterTimestamp")] = 1764430000500000ul;
        systemd.Properties[("mariadb.service", "ActiveEnterTimestamp")] = 5ul;

        Reading reading = await Read(systemd.Options());

        Assert.Same(SourceOutcome.Ok, reading.Outcome);
        Assert.Equal("1", reading["node_systemd_system_running"]);
        Assert.Equal("2", reading["node_systemd_units{state=\"active\"}"]);
        Assert.Equal("1", reading["node_systemd_units{state=\"failed\"}"]);
        Assert.Equal("1", reading["node_systemd_units{state=\"reloading\"}"]);
        Assert.Equal("0", reading["node_systemd_units{state=\"activating\"}"]);
        Assert.Equal("1", reading["node_systemd_unit_state{name=\"ssh.service\",state=\"active\",type=\"notify\"}"]);
        Assert.Equal("0", reading["node_systemd_unit_state{name=\"ssh.service\",state=\"failed\",type=\"notify\"}"]);
        Assert.Equal("1", reading["node_systemd_unit_state{name=\"mariadb.service\",state=\"failed\"}"]);
        Assert.Equal("3", reading["node_systemd_service_restart_total{name=\"ssh.service\"}"]);
        Assert.Null(reading["node_systemd_service_restart_total{name=\"mariadb.service\"}"]);
        Assert.Equal("1764430000.5", reading["node_systemd_unit_start_time_seconds{name=\"ssh.service\"}"]);
        Assert.Equal("0", reading["node_systemd_unit_start_time_seconds{name=\"mariadb.service\"}"]);
        Assert.DoesNotContain("cron", reading.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("k3s", reading.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timers_and_sockets_that_are_asked_for_show_what_they_did()
    {
        await using FakeSystemd systemd = await StartAsync();
        systemd.State = "degraded";
        systemd.Units.AddRange([("backup.timer", "loaded", "active"), ("cockpit.socket", "loaded", "inactive")]);
        systemd.Properties[("backup.timer", "LastTriggerUSec")] = 1764430001000000ul;
        systemd.Properties[("cockpit.socket", "NAccepted")] = 7u;
        systemd.Properties[("cockpit.socket", "NConnections")] = 2u;
        systemd.Properties[("cockpit.socket", "NRefused")] = 1u;

        Reading reading = await Read(systemd.Options("backup.timer", "*.socket"));

        Assert.Equal("0", reading["node_systemd_system_running"]);
        Assert.Equal("1764430001", reading["node_systemd_timer_last_trigger_seconds{name=\"backup.timer\"}"]);
        Assert.Equal("7", reading["node_systemd_socket_accepted_connections_total{name=\"cockpit.socket\"}"]);
        Assert.Equal("2", reading["node_systemd_socket_current_connections{name=\"cockpit.socket\"}"]);
        Assert.Equal("1", reading["node_systemd_socket_refused_connections_total{name=\"cockpit.socket\"}"]);
    }

    [Fact]
    public async Task What_does_not_change_is_asked_once()
    {
        await using FakeSystemd systemd = await StartAsync();
        systemd.Units.Add(("ssh.service", "loaded", "inactive"));
        systemd.Properties[("ssh.service", "Type")] = "notify";
        using SystemdSource source = new(systemd.Options());

        await Read(source);
        await Read(source);

        Assert.Equal(["ListUnits", "SystemState", "Type", "NRestarts", "ListUnits", "SystemState", "NRestarts"], systemd.Asked);
    }

    [Fact]
    public async Task A_bus_that_is_gone_is_a_failure_and_a_machine_without_one_is_not()
    {
        await using FakeSystemd systemd = await StartAsync();
        using SystemdSource source = new(systemd.Options());
        await systemd.StopBusAsync();

        if (File.Exists(systemd.Socket))
            Assert.IsType<SourceOutcome.Failed>((await Read(source)).Outcome);
        Assert.IsType<SourceOutcome.Absent>((await Read(new SystemdOptions { BusSocket = systemd.Socket + "-none" })).Outcome);
    }

    [Fact]
    public async Task A_bus_without_systemd_is_a_failure()
    {
        await using FakeSystemd systemd = await StartAsync();
        await systemd.LeaveAsync();

        SourceOutcome.Failed failed = Assert.IsType<SourceOutcome.Failed>((await Read(systemd.Options())).Outcome);

        Assert.Contains(systemd.Socket, failed.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_connection_is_kept_and_a_bus_that_was_started_anew_is_found_at_once()
    {
        await using FakeSystemd systemd = await StartAsync();
        using SystemdSource source = new(systemd.Options());
        await Read(source);
        await Read(source);
        Assert.Single(systemd.Askers);

        await systemd.StopBusAsync();
        await systemd.StartBusAsync();

        Assert.Same(SourceOutcome.Ok, (await Read(source)).Outcome);
    }

    [Fact]
    public async Task A_bus_that_goes_between_two_readings_is_a_failure_until_it_is_back()
    {
        await using FakeSystemd systemd = await StartAsync();
        using SystemdSource source = new(systemd.Options());
        Assert.Same(SourceOutcome.Ok, (await Read(source)).Outcome);
        await systemd.StopBusAsync();
        Assert.IsNotType<SourceOutcome.Read>((await Read(source)).Outcome);

        await systemd.StartBusAsync();

        Assert.Same(SourceOutcome.Ok, (await Read(source)).Outcome);
    }

    private static async Task<Reading> Read(SystemdOptions options)
    {
        using SystemdSource source = new(options);
        return await Read(source);
    }

    private static async Task<FakeSystemd> StartAsync()
    {
        Assert.SkipUnless(File.Exists(FakeSystemd.Daemon), $"{FakeSystemd.Daemon} is not installed: Debian's package dbus-daemon has it.");
        return await FakeSystemd.StartAsync();
    }

    private static async Task<Reading> Read(SystemdSource source)
    {
        SampleWriter samples = new();
        samples.Begin();
        return Reading.Now(samples, await source.ReadAsync(samples, TestContext.Current.CancellationToken));
    }
}
