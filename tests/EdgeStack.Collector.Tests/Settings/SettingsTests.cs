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
    [InlineData("--kubernetes.labels", "deployment=app.kubernetes.io/name", "command line: --kubernetes.labels: labels of 'deployment' are not shown; did you mean 'deployments'?")]
    [InlineData("--kubernetes.labels", "secrets=a", "command line: --kubernetes.labels: labels of 'secrets' are not shown; known here: nodes, pods, namespaces, deployments, statefulsets, daemonsets, horizontalpodautoscalers, networkpolicies")]
    [InlineData("--databases.servers", "main user=me", "databases.servers: nobody reads 'main' without the role database; did you mean roles 'node,database'?")]
    [InlineData("--otlp.endpoint", "http://collector:4318/v1/metrics", "command line: --otlp.endpoint: ends with /v1/metrics, which is added for each signal; did you mean 'http://collector:4318'?")]
    [InlineData("--otlp.endpoint", "https://collector/otlp/v1/logs/", "command line: --otlp.endpoint: ends with /v1/logs, which is added for each signal; did you mean 'https://collector/otlp'?")]
    public void A_wrong_setting_is_an_error_with_what_is_right(string name, string value, string error) => Assert.Equal(error, Assert.Single(Read(name, value).Errors));

    [Theory]
    [InlineData("http://collector:4318")]
    [InlineData("http://collector/otlp")]
    [InlineData("http://collector/v1/metrics/of/others")]
    public void An_endpoint_may_have_a_path_of_its_own(string endpoint) => Assert.Equal(new Uri(endpoint), Read("--otlp.endpoint", endpoint).Options.Otlp.Endpoint);

    [Fact]
    public void A_server_of_a_role_that_is_given_is_no_error() => Assert.Empty(Read("--roles", "database", "--databases.servers", "main user=me").Errors);

    private static SettingsReading<CollectorOptions> Read(params string[] args) => SettingsCatalogue.Program.Read(args, new Hashtable(), "none");
}
