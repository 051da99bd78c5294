using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Scraped;
using EdgeStack.Collector.Tests.Sources.Kubernetes.State;

namespace EdgeStack.Collector.Tests.Exposition;

/// <summary>What stays of a target that changes at every scrape. The heap is everybody's, so nothing else runs meanwhile.</summary>
[Collection(AloneOnTheHeap.Name)]
public sealed class SeriesMemoryTests
{
    private const int Count = 100, Length = 4000, Scrapes = 12;

    private readonly ExpositionReader _reader = new();
    private readonly SampleWriter _samples = new();
    private readonly TargetLabels _labels = new(new ScrapedTargetOptions());

    [Theory]
    [InlineData(0)]
    [InlineData(Count / 2)]
    public void Long_series_that_change_at_every_scrape_are_forgotten_at_the_next(int steady)
    {
        List<WeakReference<Series>> all = [];
        long most = 0;
        for (int scrape = 0; scrape < Scrapes; scrape++)
        {
            all.AddRange(Scrape(string.Concat(Enumerable.Range(0, Count).Select(number => Line(number, number < steady ? 0 : scrape)))));
            Collect();
            all.RemoveAll(series => !series.TryGetTarget(out _));
            most = Math.Max(most, Bytes(all));
        }

        const long Page = Count * Length;
        // Read and shown, each once, and half as much of before.
        Assert.True(most < 2 * Page * 1.6, $"{(double)most / Page:0.0} pages were kept");
        GC.KeepAlive(this);
    }

    [Fact]
    public void A_series_that_is_written_otherwise_at_every_scrape_is_kept_once()
    {
        long early = 0, late = 0;
        for (int scrape = 0; scrape < 5 * Scrapes; scrape++)
        {
            string blanks = new(' ', Length + scrape);
            Scrape(string.Concat(Enumerable.Range(0, Count).Select(number => string.Create(CultureInfo.InvariantCulture, $"x{{{blanks}a=\"{number}\"}} 1\n"))));
            if (scrape == Scrapes)
                early = Held();
        }

        late = Held();
        Assert.True(late < early + (4L * Count * Length), $"{early / 1024} KiB were kept, and then {late / 1024} KiB");
        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private List<WeakReference<Series>> Scrape(string text)
    {
        ExpositionReading.Whole page = Assert.IsType<ExpositionReading.Whole>(_reader.Read(Encoding.UTF8.GetBytes(text), ExpositionFormat.PlainText));
        Sample[] read = [.. page.Families.SelectMany(family => family.Samples)];
        _samples.Begin();
        foreach (Sample sample in read)
            _labels.Add(_samples, sample);
        return [.. read.Concat(_samples.Take().SelectMany(family => family.Samples)).Select(sample => new WeakReference<Series>(sample.Series))];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Bytes(List<WeakReference<Series>> all) =>
        all.Select(series => series.TryGetTarget(out Series? alive) ? alive : null).OfType<Series>().Distinct().Sum(alive => alive.Text.Length);

    private static string Line(int number, int scrape) => string.Create(CultureInfo.InvariantCulture, $"x{{a=\"{number}-{scrape}-{new string('y', Length)}\"}} 1\n");

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private static long Held()
    {
        Collect();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
