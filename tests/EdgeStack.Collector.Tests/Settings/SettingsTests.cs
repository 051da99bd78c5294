using System.Collections;
using EdgeStack.Collector.Settings;
using EdgeStack.Hosting.Settings;

namespace EdgeStack.Collector.Tests.Settings;

public sealed class SettingsTests
{
    [Fact]
    public void The_page_of_all_settings_is_up_to_date() => GoldenCase.CheckFile(
        Path.Combine(RepositoryRoot.Path, "docs", "collector-settings.md"), SettingsCatalogue.Program.Page("Settings of the collector", "node: { every: 30s, disable: [ arp, udp_queues ] }"));

    [Fact]
    public void Without_a_setting_the_machine_is_measured() => Assert.Equal([Role.Node], Read().Options.Roles);

    [Theory]
    [InlineData("a http://shop.lan/one", "b http://shop.lan/two", true)]
    [InlineData("a http://shop.lan/one families=x_*", "b http://shop.lan/two families=x_up", true)]
    [InlineData("a http://shop.lan/one families=x_*", "b http://shop.lan/two families=y_*", false)]
    [InlineData("a http://shop.lan/one", "b http://shop.lan/two label.part=two", false)]
    [InlineData("a http://shop.lan/one", "b http://shop.lan/two page=db", false)]
    [InlineData("a http://shop.lan/one", "b http://inn.lan/one", false)]
    public void Two_targets_whose_series_nothing_would_tell_apart_are_refused(string one, string other, bool isRefused) =>
        Assert.Equal(isRefused, Read("--scrape.targets", one, "--scrape.targets", other).Errors.Any(error => error.Contains("would stand twice", StringComparison.Ordinal)));

    [Fact]
    public void Roles_can_be_given_together() => Assert.Equal([Role.Node, Role.Database, Role.Cluster], Read("--roles", "node, database,cluster").Options.Roles.Order());

    [Fact]
    public void Roles_that_are_given_take_the_place_of_the_default() =>
        Assert.Equal([Role.Database, Role.Cluster], Read("--roles", "database", "--roles", "cluster").Options.Roles.Order());

    [Theory]
    [InlineData("--roles", "nodes", "command line: --roles: 'nodes' is not one of node, database, cluster")]
    [InlineData("--roles", "1", "command line: --roles: '1' is not one of node, database, cluster")]
    [InlineData("--log.level", "debug,error", "command line: --log.level: 'debug,error' is not one of Debug, Information, Warning, Error")]
    [InlineData("--node.disable", "meminfos", "command line: --node.disable: there is no part 'meminfos'; did you mean 'meminfo'?")]
    [InlineData("--node.every", "0.5s", "command line: --node.every: '0.5s' is not a duration from 1s to an hour, such as 15s")]
    [InlineData("--path.procfs", "/nowhere", "command line: --path.procfs: there is no folder '/nowhere'")]
    [InlineData("--node.everi", "15s", "command line: --node.everi: unknown setting 'node.everi'; did you mean 'node.every'?")]
    [InlineData("--scrape.targets", "shop ftp://shop.lan/", "command line: --scrape.targets: 'ftp://shop.lan/' does not begin with http:// or https://")]
    [InlineData("--scrape.targets", "shop", "command line: --scrape.targets: 'shop' does not begin with NAME URL, followed by fields such as every=…")]
    [InlineData("--scrape.targets", "https://me:secret@shop.lan/ every=5s", "command line: --scrape.targets: what was written does not begin with NAME URL, followed by fields such as every=…")]
    [InlineData("--scrape.targets", "shop ftp://me:secret@shop.lan/", "command line: --scrape.targets: the URL does not begin with http:// or https://")]
    [InlineData("--databases.servers", "mysql://root:secret@127.0.0.1/ user=me", "command line: --databases.servers: the name of a server has none of : / @ ?; where it is comes after it, as in main address=10.0.0.2:3306")]
    [InlineData("--probes.gateway.url", "shop.lan/?key=secret", "command line: --probes.gateway.url: the URL does not begin with http:// or https://")]
    public void A_wrong_setting_is_an_error_with_what_is_right(string name, string value, string error) => Assert.Equal(error, Assert.Single(Read(name, value).Errors));

    private static SettingsReading<CollectorOptions> Read(params string[] args) => SettingsCatalogue.Program.Read(args, new Hashtable(), "none");
}
