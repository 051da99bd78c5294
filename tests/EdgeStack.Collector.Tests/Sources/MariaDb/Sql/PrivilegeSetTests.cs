using CsCheck;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Tests.Sources.MariaDb.Sql;

public sealed class PrivilegeSetTests
{
    [Theory]
    [InlineData("GRANT PROCESS, BINLOG MONITOR, SLAVE MONITOR ON *.* TO `m`@`%` IDENTIFIED BY PASSWORD '*0123 ON *.* TO'", "SLAVE MONITOR", true)]
    [InlineData("GRANT PROCESS ON *.* TO `m`@`%`", "SLAVE MONITOR", false)]
    [InlineData("GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION", "PROCESS", true)]
    [InlineData("GRANT USAGE ON *.* TO `m`@`%`", "PROCESS", false)]
    [InlineData("GRANT SELECT (id, `PROCESS`), PROCESS ON *.* TO `m`@`%`", "PROCESS", true)]
    [InlineData("GRANT SELECT (id, secret) ON *.* TO `m`@`%`", "SELECT", false)]
    [InlineData("GRANT `PROCESS ON *.* TO` TO `m`@`%`", "PROCESS", false)]
    [InlineData("GRANT PROXY ON ''@'%' TO 'root'@'localhost' WITH GRANT OPTION", "PROXY", false)]
    [InlineData("GRANT PROCESS ON shop.* TO `m`@`%`", "PROCESS", false)]
    [InlineData("REVOKE PROCESS ON *.* FROM `m`@`%`", "PROCESS", false)]
    [InlineData("", "PROCESS", false)]
    public void A_privilege_on_everything_is_found(string line, string privilege, bool has) => Assert.Equal(has, PrivilegeSet.Read([line]).Has(privilege));

    [Theory]
    [InlineData("GRANT SELECT ON `performance_schema`.* TO `m`@`%`", "performance_schema", true)]
    [InlineData("GRANT SELECT ON `performance\\_schema`.* TO `m`@`%`", "performance_schema", true)]
    [InlineData("GRANT SELECT ON `performance\\_schema`.* TO `m`@`%`", "performanceXschema", false)]
    [InlineData("GRANT SELECT ON `performance_schema`.* TO `m`@`%`", "performanceXschema", true)]
    [InlineData("GRANT SELECT ON `perf%`.* TO `m`@`%`", "performance_schema", true)]
    [InlineData("GRANT SELECT ON `%schema`.* TO `m`@`%`", "performance_schema", true)]
    [InlineData("GRANT SELECT ON `shop`.* TO `m`@`%`", "performance_schema", false)]
    [InlineData("GRANT SELECT ON `performance_schema`.`accounts` TO `m`@`%`", "performance_schema", false)]
    [InlineData("GRANT SELECT ON *.* TO `m`@`%`", "performance_schema", true)]
    public void A_privilege_on_a_schema_is_found(string line, string schema, bool has) => Assert.Equal(has, PrivilegeSet.Read([line]).Has("SELECT", schema));

    [Fact]
    public void A_privilege_on_a_table_is_for_that_table()
    {
        PrivilegeSet privileges = PrivilegeSet.Read(["GRANT USAGE ON *.* TO `m`@`%`", "GRANT SELECT ON `odd``name.`.`beat` TO `m`@`%`"]);

        Assert.True(privileges.Has("SELECT", "odd`name.", "beat"));
        Assert.False(privileges.Has("SELECT", "odd`name.", "other"));
        Assert.False(privileges.Has("INSERT", "odd`name.", "beat"));
    }

    [Fact]
    public void No_line_fails_and_none_but_a_grant_gives_anything()
    {
        Gen.String.Array.Sample(lines => !PrivilegeSet.Read(lines.Where(line => !line.StartsWith("GRANT ", StringComparison.Ordinal))).Has("PROCESS"));
        Gen.String[Gen.Char["GRANT ON TO.*`',()%_\\"], 0, 60].Sample(text => !PrivilegeSet.Read(["GRANT " + text]).Has("SELECT", "shop"));
    }
}
