using System.Collections;
using EdgeStack.Gateway.Settings;
using EdgeStack.Hosting.Settings;
using EdgeStack.Testing;

namespace EdgeStack.Gateway.Tests.Settings;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Later_layers_win_over_earlier_ones()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("gateway.yaml", "listeners:\n  public: http://127.0.0.1:1\n  admin: http://127.0.0.1:1\n  metrics: http://127.0.0.1:1\n");
        SettingsReading<GatewayOptions> reading = SettingsCatalogue.Program.Read(["--listeners.public=http://127.0.0.1:3"],
            Environment(("EDGESTACK__LISTENERS__PUBLIC", "http://127.0.0.1:2"), ("EDGESTACK__LISTENERS__ADMIN", "http://127.0.0.1:2")), file);
        Assert.Empty(reading.Errors);
        ListenerOptions listeners = reading.Options.Listeners;
        Assert.Equal(("http://127.0.0.1:3", "http://127.0.0.1:2", "http://127.0.0.1:1"), (listeners.Public, listeners.Admin, listeners.Metrics));
    }

    [Fact]
    public void A_list_is_repeated_on_the_command_line_and_replaces_that_of_the_layer_below()
    {
        SettingsReading<GatewayOptions> reading = SettingsCatalogue.Program.Read(["--kubernetes.namespaces", "a", "--kubernetes.namespaces", "b"], Environment(("EDGESTACK__KUBERNETES__NAMESPACES", "x,y")), "none");
        Assert.Equal(["a", "b"], reading.Options.Kubernetes.Namespaces);
        Assert.Equal(["x", "y"], SettingsCatalogue.Program.Read([], Environment(("EDGESTACK__KUBERNETES__NAMESPACES", "x,y")), "none").Options.Kubernetes.Namespaces);
    }

    [Theory]
    [InlineData("--listeners.pubic", "http://127.0.0.1:1", "unknown setting 'listeners.pubic'; did you mean 'listeners.public'?")]
    [InlineData("--listeners.public", "8080", "'8080' is not of the form http://address:port")]
    [InlineData("--listeners.public", "http://example.com:80", "'example.com' is not an IP address of this machine")]
    [InlineData("--routes", "/nowhere/at/all", "there is no folder '/nowhere/at/all'")]
    [InlineData("--log.level", "loud", "'loud' is not one of Debug, Information, Warning, Error")]
    [InlineData("--accessLog", "maybe", "'maybe' is neither true nor false")]
    [InlineData("--shutdown.grace", "20", "'20' is not a duration such as 20s or 2m")]
    [InlineData("--shutdown.grace", "NaNs", "'NaNs' is not a duration")]
    [InlineData("--shutdown.grace", "99999999999999999999s", "is not a duration")]
    [InlineData("--listeners.tunnel", "gateway.sock", "'gateway.sock' is not the path of a socket, for example unix:/run/edgestack/tunnel.sock")]
    [InlineData("--listeners.tunnel", "/run/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789/t.sock", "is longer than the 107 bytes")]
    [InlineData("--visitor.trustedPeers", "10.0.0.0/33", "'10.0.0.0/33' is neither an address nor a network such as 10.0.0.0/8")]
    [InlineData("--visitor.trustedPeers", "::ffff:10.0.0.0/104", "is IPv4 inside IPv6")]
    [InlineData("--visitor.trustedPeers", "::/0", "'::/0' is everybody")]
    [InlineData("--accessLog.format", "JSON", "'JSON' is not one of json, traefik, clf")]
    [InlineData("--accessLog.file", "/nowhere/access.log", "there is no folder '/nowhere'")]
    [InlineData("--accessLog.maxSize", "20", "'20' is not a size from 64KiB to 1GiB, for example 20MiB")]
    [InlineData("--accessLog.maxSize", "99999999999999GiB", "is not a size")]
    [InlineData("--accessLog.keep", "-1", "'-1' is not a number from 0 to 1000")]
    [InlineData("--accessLog.exclude", "PathPrefx(`/a`)", "column 1: unknown condition 'PathPrefx' (did you mean 'PathPrefix'?)")]
    [InlineData("--accessLog.sample", "0", "'0' is not a part such as 0.1 or 1/10")]
    [InlineData("--accessLog.sample", "1/0", "'1/0' is not a part")]
    [InlineData("--otlp.endpoint", "http://ann:secret@collector", "otlp.endpoint: is not of the form http://collector:4318; what is secret goes into otlp.headersFile")]
    [InlineData("--otlp.protocol", "udp", "'udp' is neither http nor grpc")]
    [InlineData("--otlp.headersFile", "/nowhere", "'/nowhere' cannot be read")]
    [InlineData("--otlp.traceSample", "2", "'2' is not a part from 0 to 1")]
    [InlineData("serve", null, "unexpected 'serve'")]
    [InlineData("--routes", null, "--routes has no value")]
    [InlineData("--config", "/nowhere.yaml", "there is no file '/nowhere.yaml'")]
    public void A_wrong_setting_is_an_error_that_says_where_and_what(string name, string? value, string message)
    {
        string error = Assert.Single(SettingsCatalogue.Program.Read(value is null ? [name] : [name, value], Environment(), "none").Errors);
        Assert.StartsWith("command line: ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tunnels_socket_may_be_written_with_its_scheme_and_trusted_peers_as_addresses_or_networks()
    {
        GatewayOptions options = SettingsCatalogue.Program.Read(["--listeners.tunnel", "unix:/run/edgestack/t.sock", "--visitor.trustedPeers", "10.0.0.7/8", "--visitor.trustedPeers", "::1"], Environment(), "none").Options;
        Assert.Equal(("/run/edgestack/t.sock", "10.0.0.0/8,::1"), (options.Listeners.Tunnel, string.Join(',', options.Visitor.TrustedPeers)));
    }

    [Theory]
    [InlineData("accessLog: false", false, "Json", 1)]
    [InlineData("accessLog: { format: clf, sample: 1/4, exclude: 'Path(`/a`)', maxSize: 1MiB, keep: 2 }", true, "Clf", 0.25)]
    public void The_access_log_is_one_switch_or_a_group_of_settings(string text, bool enabled, string format, double sample)
    {
        using TemporaryFolder folder = new();
        SettingsReading<GatewayOptions> reading = SettingsCatalogue.Program.Read([], Environment(), folder.Write("gateway.yaml", text));
        Assert.Empty(reading.Errors);
        AccessLogOptions log = reading.Options.AccessLog;
        Assert.Equal((enabled, format, sample), (log.Enabled, log.Format.ToString(), log.Sample));
    }

    [Fact]
    public void Headers_for_the_collector_are_read_from_a_file_and_a_wrong_line_is_named_without_its_text()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("headers", "X-Api-Key: s3cret: x\n\nTenant: a\n");
        Assert.Equal([new("X-Api-Key", "s3cret: x"), new("Tenant", "a")], SettingsCatalogue.Program.Read(["--otlp.headersFile", file], Environment(), "none").Options.Otlp.Headers);
        folder.Write("headers", "Tenant: a\ns3cret\n");
        Assert.Equal($"command line: --otlp.headersFile: line 2 of '{file}' is not of the form 'Name: value'", Assert.Single(SettingsCatalogue.Program.Read(["--otlp.headersFile", file], Environment(), "none").Errors));
    }

    [Fact]
    public void An_unknown_key_of_the_file_is_named_with_its_line()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("gateway.yaml", "listeners:\n  public: http://127.0.0.1:1\n  pubic: x\naccesslog: true\n");
        Assert.Equal([$"{file}:3:3: unknown setting 'listeners.pubic'; did you mean 'listeners.public'?", $"{file}:4:1: unknown setting 'accesslog'; did you mean 'accessLog'?"],
            SettingsCatalogue.Program.Read([], Environment(), file).Errors);
    }

    [Theory]
    [InlineData("accesslog: { format: clf }", "1:14: unknown setting 'accesslog.format'; did you mean 'accessLog.format'?")]
    [InlineData("Listeners:\n  public: http://127.0.0.1:1\n", "2:3: unknown setting 'Listeners.public'; did you mean 'listeners.public'?")]
    [InlineData("nonsense: { a: { b: c } }", "1:18: unknown setting 'nonsense.a.b'; see --help")]
    [InlineData("listeners: { public: { a: b } }", "1:14: listeners.public is a text or a list of texts")]
    public void What_stands_below_an_unknown_key_of_the_file_is_named_with_it(string text, string message)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("gateway.yaml", text);
        Assert.Equal($"{file}:{message}", Assert.Single(SettingsCatalogue.Program.Read([], Environment(), file).Errors));
    }

    [Theory]
    [InlineData("routes: [{a: b}]", ":1:1: routes is a text or a list of texts")]
    [InlineData("routes: {x\ny: z", ": is not YAML")]
    [InlineData("? &a [*a]\n: x", ":1:3: a key is a text")]
    public void A_file_that_cannot_be_read_as_settings_is_an_error_with_its_place(string text, string message)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("gateway.yaml", text);
        Assert.Contains(message, Assert.Single(SettingsCatalogue.Program.Read([$"--config={file}"], Environment(), "none").Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_that_kubernetes_makes_for_a_service_are_none_of_ours()
    {
        SettingsReading<GatewayOptions> reading = SettingsCatalogue.Program.Read([], Environment(("EDGESTACK_GATEWAY_PORT", "tcp://10.0.0.1:80"), ("EDGESTACK__ROUTE", "x")), "none");
        Assert.Equal("environment: unknown variable EDGESTACK__ROUTE; did you mean 'EDGESTACK__ROUTES'?", Assert.Single(reading.Errors));
    }

    [Fact]
    public void Kubernetes_is_the_source_unless_only_folders_are_given()
    {
        using TemporaryFolder folder = new();
        Assert.True(SettingsCatalogue.Program.Read([], Environment(), "none").Options.UsesKubernetes);
        Assert.False(SettingsCatalogue.Program.Read(["--routes", folder.Path], Environment(), "none").Options.UsesKubernetes);
        Assert.True(SettingsCatalogue.Program.Read(["--routes", folder.Path, "--kubernetes.namespaces", "a"], Environment(), "none").Options.UsesKubernetes);
    }

    [Fact]
    public void An_admin_listener_beyond_loopback_needs_a_token_file() =>
        Assert.Contains("admin.tokenFile", Assert.Single(SettingsCatalogue.Program.Read(["--listeners.admin", "http://0.0.0.0:9902"], Environment(), "none").Errors), StringComparison.Ordinal);

    [Fact]
    public void The_page_of_all_settings_is_up_to_date() => GoldenCase.CheckFile(
        Path.Combine(RepositoryRoot.Path, "docs", "settings.md"), SettingsCatalogue.Program.Page("Settings", "listeners: { public: http://0.0.0.0:8080 }"));

    [Fact]
    public void Help_names_every_setting_with_its_default_and_variable()
    {
        string help = CommandLine.Help();
        Assert.All(SettingsCatalogue.All, setting => Assert.Contains($"--{setting.Key} ", help, StringComparison.Ordinal));
        Assert.Contains("(default http://0.0.0.0:8080)", help, StringComparison.Ordinal);
        Assert.Contains("EDGESTACK__KUBERNETES__NAMESPACES", help, StringComparison.Ordinal);
    }

    private static Hashtable Environment(params (string Name, string Value)[] variables)
    {
        Hashtable environment = new(StringComparer.Ordinal);
        foreach ((string name, string value) in variables)
            environment[name] = value;
        return environment;
    }
}
