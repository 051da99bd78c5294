using EdgeStack.Gateway.Middlewares;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Gateway.Tests.Middlewares;

public sealed class AllocationTests
{
    private static readonly string[] Ranges = ["192.168.0.0/16", "10.0.0.0/8", "2001:db8::/32"];

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("2001:db8::7")]
    public void An_allowed_address_costs_no_memory(string client)
    {
        AddressRange[] ranges = [.. Ranges.Select(text => AddressRange.TryParse(text, out AddressRange range) ? range : default)];
        Assert.Equal(0, Measure(new IpAllowList(new MiddlewareSpec.IpAllowList(new OptionList<AddressRange>([.. ranges]), 403)), new Visit(client: client)));
    }

    [Theory]
    [InlineData("10.1.2.3", RateSourceKind.Address)]
    [InlineData("2001:db8::7", RateSourceKind.Address)]
    [InlineData("10.1.2.3", RateSourceKind.Host)]
    [InlineData("10.1.2.3", RateSourceKind.Header)]
    public void A_known_source_within_its_limit_costs_no_memory(string client, RateSourceKind kind) => Assert.Equal(0, Measure(
        new RateLimit(new MiddlewareSpec.RateLimit(1_000_000_000, TimeSpan.FromSeconds(1), 1_000_000_000, new RateSource(kind, "X-Key")), TimeProvider.System),
        new Visit(client: client).With("X-Key", "key")));

    [Fact]
    public void A_path_without_the_prefix_costs_no_memory() =>
        Assert.Equal(0, Measure(new StripPrefix(new MiddlewareSpec.StripPrefix(["/v2", "/v3"])), new Visit("/a/b?c")));

    // The least of several rounds: in one of them the runtime may have replaced the code by faster code.
    private static long Measure(Middleware middleware, Visit visit) => Enumerable.Range(0, 10).Min(_ => MeasureOnce(middleware, visit));

    private static long MeasureOnce(Middleware middleware, Visit visit)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++)
        {
            ValueTask<bool> passes = middleware.BeforeAsync(visit.Context, visit.Exchange);
            if (!passes.IsCompletedSuccessfully || !passes.Result)
                throw new InvalidOperationException("was to pass at once");
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
