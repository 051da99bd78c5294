using System.Runtime.CompilerServices;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Tests.Exposition;

public sealed class SampleWriterTests
{
    [Fact]
    public void A_family_that_is_not_read_any_more_is_forgotten()
    {
        SampleWriter samples = new();
        WeakReference old = Once(samples);
        samples.Begin();
        samples.Take();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(old.IsAlive);
        GC.KeepAlive(samples);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Once(SampleWriter samples)
    {
        Family family = Family.Gauge("x", "Once.", "a");
        samples.Begin();
        samples.Add(family, 1, "b");
        samples.Take();
        return new WeakReference(family);
    }
}
