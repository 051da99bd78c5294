using EdgeStack.Collector.Sources.MariaDb;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Tests.Sources.MariaDb;

public sealed class RequiredGrantsTests
{
    [Theory]
    [InlineData("10.11.19-MariaDB", "PROCESS ON *.*, SLAVE MONITOR ON *.*, BINLOG MONITOR ON *.*")]
    [InlineData("10.5.9-MariaDB", "PROCESS ON *.*, SLAVE MONITOR ON *.*, BINLOG MONITOR ON *.*")]
    [InlineData("10.5.8-MariaDB", "PROCESS ON *.*, REPLICATION SLAVE ADMIN ON *.*, BINLOG MONITOR ON *.*")]
    [InlineData("10.5.1-MariaDB", "PROCESS ON *.*, REPLICATION CLIENT ON *.*")]
    [InlineData("10.3.39-MariaDB", "PROCESS ON *.*, REPLICATION CLIENT ON *.*")]
    [InlineData("8.0.36", "PROCESS ON *.*, REPLICATION CLIENT ON *.*")]
    public void What_an_account_needs_depends_on_the_version(string version, string missing) =>
        Assert.Equal(missing, Missing(new MariaDbOptions { Digests = false, Waits = false }, version));

    [Fact]
    public void What_is_to_be_read_needs_more()
    {
        MariaDbOptions options = new() { TableSizes = true, HeartbeatTable = "beats.beat" };

        Assert.Equal("SELECT ON *.*, SELECT ON `performance_schema`.*, SELECT ON `beats`.`beat`", Missing(options, "11.4.2-MariaDB", "GRANT PROCESS, SLAVE MONITOR, BINLOG MONITOR ON *.* TO `m`@`%`"));
        Assert.Equal("", Missing(options, "11.4.2-MariaDB", "GRANT SELECT, PROCESS, SLAVE MONITOR, BINLOG MONITOR ON *.* TO `m`@`%`"));
        Assert.Equal("", Missing(options, "11.4.2-MariaDB", "GRANT ALL PRIVILEGES ON *.* TO `m`@`%`"));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Statements_and_waits_each_need_performance_schema(bool digests, bool waits) => Assert.Equal(
        "SELECT ON `performance_schema`.*",
        Missing(new MariaDbOptions { Digests = digests, Waits = waits }, "11.4.2-MariaDB", "GRANT PROCESS, SLAVE MONITOR, BINLOG MONITOR ON *.* TO `m`@`%`"));

    [Theory]
    [InlineData("11.0.1-MariaDB", "PROCESS ON *.*, SLAVE MONITOR ON *.*, BINLOG MONITOR ON *.*, SELECT ON *.*")]
    [InlineData("10.11.19-MariaDB", "PROCESS ON *.*, SELECT ON *.*")]
    [InlineData("8.0.36", "PROCESS ON *.*, SELECT ON *.*")]
    public void An_administrator_may_look_at_replication_before_MariaDB_11_and_at_nothing_else(string version, string missing) =>
        Assert.Equal(missing, Missing(new MariaDbOptions { Digests = false, Waits = false, TableSizes = true }, version, "GRANT SUPER ON *.* TO `m`@`%`"));

    [Fact]
    public void A_statement_can_be_executed_as_it_is() =>
        Assert.Equal("GRANT PROCESS ON *.* TO 'it''s'@'%';", new MissingGrant("PROCESS", "*.*", "").Statement("it's@%"));

    [Theory]
    [InlineData("db.lan", "db.lan", 3306)]
    [InlineData("db.lan:3307", "db.lan", 3307)]
    [InlineData("::1", "::1", 3306)]
    [InlineData("[::1]:3307", "::1", 3307)]
    [InlineData("db.lan:x", "db.lan", 3306)]
    public void An_address_has_a_host_and_perhaps_a_port(string address, string host, int port) => Assert.Equal((host, (uint)port), MariaDbConnection.HostAndPort(address));

    private static string Missing(MariaDbOptions options, string version, params string[] grants) =>
        string.Join(", ", RequiredGrants.Missing(options, ServerVersion.Parse(version), PrivilegeSet.Read(grants)).Select(grant => $"{grant.Privilege} ON {grant.On}"));
}
