// Hot path: every measurement passes here. Benchmark: tests/EdgeStack.Benchmarks/MetricsBridgeBenchmarks.cs.
using Prometheus;

namespace EdgeStack.Telemetry.Families;

/// <summary>One set of label values of a family, fed in the way of its instrument.</summary>
internal abstract class Series(ChildBase child)
{
    public abstract void Record(double value);

    /// <summary>Whether it was measured since this was last asked; always true where silence means nothing.</summary>
    public virtual bool TakeObserved() => true;

    public void End() => child.Remove();

    public sealed class Counted(Counter.Child counter) : Series(counter)
    {
        public override void Record(double value) => counter.Inc(value);
    }

    public sealed class CountedElsewhere(Counter.Child counter) : Series(counter)
    {
        public override void Record(double value) => counter.IncTo(value);
    }

    public sealed class Balanced(Gauge.Child gauge) : Series(gauge)
    {
        public override void Record(double value) => gauge.Inc(value);
    }

    public sealed class Set(Gauge.Child gauge) : Series(gauge)
    {
        public override void Record(double value) => gauge.Set(value);
    }

    /// <summary>Touched only by the scrape that observes, under the bridge's lock.</summary>
    public sealed class Observed(Gauge.Child gauge) : Series(gauge)
    {
        private bool _observed;

        public override void Record(double value)
        {
            _observed = true;
            gauge.Set(value);
        }

        public override bool TakeObserved()
        {
            bool observed = _observed;
            _observed = false;
            return observed;
        }
    }

    public sealed class Distributed(Histogram.Child histogram) : Series(histogram)
    {
        public override void Record(double value) => histogram.Observe(value);
    }
}
