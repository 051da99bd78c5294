using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Settings;
using EdgeStack.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeStack.Gateway.Tests.AccessLog;

public sealed class AccessLogTests
{
    [Fact]
    public void A_writer_that_falls_behind_drops_the_oldest_lines_and_counts_them()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        IMeterFactory factory = services.GetRequiredService<IMeterFactory>();
        AccessLogQueue queue = new(factory);
        using DropCount dropped = new(factory);
        for (int i = 0; i < 5000; i++)
            queue.Add(Records.Some(path: $"/{i}"));
        Assert.Equal(5000 - 4096, dropped.Count);
        List<string> paths = [];
        while (queue.TryRead(out AccessRecord? record))
            paths.Add(record.Path);
        Assert.Equal(("/904", "/4999"), (paths[0], paths[^1]));
    }

    [Fact]
    public void Long_lines_leave_room_for_fewer_so_that_visitors_cannot_fill_the_memory()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        IMeterFactory factory = services.GetRequiredService<IMeterFactory>();
        AccessLogQueue queue = new(factory);
        using DropCount dropped = new(factory);
        for (int i = 0; i < 3000; i++)
            queue.Add(Records.Some(path: "/" + new string('x', 16 * 1024)));
        Assert.InRange(queue.Count, 200, 256);
        Assert.Equal(3000, queue.Count + dropped.Count);
        while (queue.TryRead(out _))
        {
        }

        for (int i = 0; i < 4096; i++)
            queue.Add(Records.Some(path: "/"));
        Assert.Equal(4096, queue.Count);
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(NotSupportedException))]
    public async Task LG_04_A_full_disk_or_a_strange_file_stops_the_log_and_nothing_else_its_lines_are_counted_and_the_log_goes_on_when_there_is_room(Type fault)
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        IMeterFactory factory = services.GetRequiredService<IMeterFactory>();
        AccessLogQueue queue = new(factory);
        using DropCount dropped = new(factory);
        FullDisk disk = new((Exception)Activator.CreateInstance(fault, "No space left on device")!) { IsFull = true };
        using AccessLogWriter writer = new(queue, new AccessLogDestination(() => disk), AccessLogFormats.Of(AccessLogFormat.Json), NullLogger<AccessLogWriter>.Instance);
        await writer.StartAsync(TestContext.Current.CancellationToken);
        queue.Add(Records.Some(path: "/lost"));
        await Eventually.HoldsAsync(() => disk.Failures > 0 && dropped.Count == 1, "a write has failed and its line is counted");
        disk.IsFull = false;
        queue.Add(Records.Some(path: "/kept"));
        await writer.StopAsync(TestContext.Current.CancellationToken);
        Assert.Contains("/kept", disk.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LG_05_A_burst_behind_a_stream_that_stands_still_keeps_its_newest_lines_in_bounded_memory_and_counts_the_rest()
    {
        const int Burst = 100_000;
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        IMeterFactory factory = services.GetRequiredService<IMeterFactory>();
        AccessLogQueue queue = new(factory);
        using DropCount dropped = new(factory);
        SlowStream slow = new();
        using AccessLogWriter writer = new(queue, new AccessLogDestination(() => slow), AccessLogFormats.Of(AccessLogFormat.Json), NullLogger<AccessLogWriter>.Instance);
        await writer.StartAsync(TestContext.Current.CancellationToken);
        queue.Add(Records.Some(path: "/first"));
        await slow.Reached.Task.WaitAsync(TestContext.Current.CancellationToken);
        for (int i = 0; i < Burst; i++)
            queue.Add(Records.Some(path: $"/burst/{i}"));
        Assert.Equal(4096, queue.Count);
        slow.Go.SetResult();
        await writer.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["/first", .. Enumerable.Range(Burst - 4096, 4096).Select(i => $"/burst/{i}")], slow.Paths);
        Assert.Equal(Burst - 4096, dropped.Count);
    }

    private sealed class DropCount : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _count;

        public DropCount(IMeterFactory factory)
        {
            _listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == factory) // other tests measure in this process too
                    self.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _count, value));
            _listener.Start();
        }

        public long Count => Interlocked.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }

    private sealed class SlowStream : MemoryStream
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Of the lines that were written, in their order.</summary>
        public IEnumerable<string> Paths => Encoding.UTF8.GetString(ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("path").GetString()!);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Reached.TrySetResult();
            await Go.Task.WaitAsync(cancellationToken);
            Write(buffer.Span);
        }
    }

    private sealed class FullDisk(Exception fault) : MemoryStream
    {
        private volatile bool _isFull;
        private volatile int _failures;
        private volatile string _text = "";

        public bool IsFull { get => _isFull; set => _isFull = value; }

        public int Failures => _failures;

        public string Text => _text;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (IsFull)
            {
                _failures++;
                throw fault;
            }

            _text += Encoding.UTF8.GetString(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
