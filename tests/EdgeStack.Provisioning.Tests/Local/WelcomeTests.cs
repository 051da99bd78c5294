using EdgeStack.Provisioning.Local;

namespace EdgeStack.Provisioning.Tests.Local;

public sealed class WelcomeTests
{
    private static readonly LocalAddresses Addresses = new(LocalAddresses.OnLoopback(8080), LocalAddresses.OnLoopback(9902), LocalAddresses.OnLoopback(9901), LocalAddresses.OnLoopback(9910));

    [Fact]
    public void The_first_address_is_one_that_a_route_answers_and_the_bare_one_is_what_it_listens_on()
    {
        string[] lines = Shown("whoami.localhost", "other.localhost", "blog.example.com");

        Assert.Equal("  open       http://whoami.localhost:8080/", lines.First(line => line.Contains("http://", StringComparison.Ordinal)));
        Assert.Contains("             http://other.localhost:8080/", lines);
        Assert.Equal(
            [
                "  try        curl -H 'Host: whoami.localhost' http://127.0.0.1:8080/",
                "  listens on http://127.0.0.1:8080/   (answers for the hosts of the routes only)",
            ],
            lines.Where(line => line.Contains("http://127.0.0.1:8080/", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_host_that_is_not_of_this_machine_comes_with_a_command_that_reaches_it()
    {
        string[] lines = Shown("blog.example.com");

        Assert.Equal(
            "  try        curl -H 'Host: blog.example.com' http://127.0.0.1:8080/",
            lines.First(line => line.Contains("http://", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.Contains("http://blog.example.com", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void What_the_machine_does_is_named_when_it_is_measured(bool isMeasured, int lines) =>
        Assert.Equal(lines, Shown(isMeasured, "blog.example.com").Count(line => line == "  machine    http://127.0.0.1:9910/metrics/node   (node_exporter's names and more)"));

    private static string[] Shown(params string[] hosts) => Shown(isMeasured: true, hosts);

    private static string[] Shown(bool isMeasured, params string[] hosts)
    {
        using CommandHost host = new();
        Welcome.Show(Addresses, hosts, isMeasured, "./routes", host.Screen);
        return host.Error.ToString().Split('\n');
    }
}
