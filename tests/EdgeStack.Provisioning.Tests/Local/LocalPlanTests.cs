using System.Net;
using System.Net.Sockets;
using EdgeStack.Provisioning.Local;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Tests.Local;

public sealed class LocalPlanTests
{
    [Fact]
    public void A_taken_port_is_refused_with_another_one_that_is_free()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int taken = ((IPEndPoint)other.LocalEndpoint).Port;

        LocalPlan.Refused refused = Assert.IsType<LocalPlan.Refused>(LocalPlan.For(Settings(taken)));

        Assert.StartsWith($"port {taken} on 127.0.0.1 is taken by another program; try `edgestack up --port ", refused.Why, StringComparison.Ordinal);
        Assert.DoesNotContain($"--port {taken}`", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Zero_takes_any_free_port_and_no_port_is_given_out_twice()
    {
        LocalPlan.Ready ready = Assert.IsType<LocalPlan.Ready>(LocalPlan.For(Settings(0)));

        int[] ports = [ready.Addresses.Public.Port, ready.Addresses.Admin.Port, ready.Addresses.Metrics.Port];
        Assert.Equal(3, ports.Where(port => port > 0).Distinct().Count());
        Assert.All([ready.Addresses.Public, ready.Addresses.Admin, ready.Addresses.Metrics], address => Assert.Equal("127.0.0.1", address.Host));
    }

    [Fact]
    public void Admin_and_metrics_move_aside_when_their_port_is_taken_even_by_the_public_one()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int taken = ((IPEndPoint)other.LocalEndpoint).Port;
        int port = Assert.IsType<LocalPlan.Ready>(LocalPlan.For(Settings(0))).Addresses.Public.Port;

        LocalPlan.Ready ready = Assert.IsType<LocalPlan.Ready>(LocalPlan.For(Settings(port) with { AdminPort = port, MetricsPort = taken }));

        Assert.Equal(port, ready.Addresses.Public.Port);
        Assert.NotEqual(port, ready.Addresses.Admin.Port);
        Assert.NotEqual(taken, ready.Addresses.Metrics.Port);
    }

    private static LocalStackSettings Settings(int port) => new("routes", port, OutputFormat.Text) { AdminPort = 0, MetricsPort = 0 };
}
