using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Visitor;
using EdgeStack.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeStack.Gateway.Tests.AccessLog;

public sealed class AccessLogTests
{
    [Fact]
    public void A_line_has_these_fields_in_this_order() => GoldenCase.Read("", "access-line.golden").Check(Line(Record()) + "\n");

    [Theory]
    [InlineData("\r\n{\"injected\":true}")]
    [InlineData("\u001b[31mred")]
    [InlineData("\u202egnp.exe")]
    [InlineData("\0")]
    [InlineData("\"quoted\"\\")]
    [InlineData("\ud800")]
    public void Whatever_a_visitor_sends_stays_inside_its_field_on_one_line(string text)
    {
        string line = Line(Record(path: text, userAgent: text));
        Assert.DoesNotContain(line, c => char.IsControl(c));
        using JsonDocument parsed = JsonDocument.Parse(line);
        if (text != "\ud800")
            Assert.Equal(text, parsed.RootElement.GetProperty("userAgent").GetString());
    }

    [Theory]
    [InlineData("?token=abc&page=2", "?token=***&page=2")]
    [InlineData("?access%5Ftoken=abc", "?access%5Ftoken=***")]
    [InlineData("?a=1&PASSWORD=x&b", "?a=1&PASSWORD=***&b")]
    [InlineData("?page=2&sort=name", "?page=2&sort=name")]
    [InlineData("?sig", "?sig")]
    public void Values_of_keys_that_look_like_secrets_are_not_logged(string query, string logged)
    {
        using JsonDocument parsed = JsonDocument.Parse(Line(Record(query: query)));
        Assert.Equal(logged, parsed.RootElement.GetProperty("query").GetString());
    }

    [Fact]
    public async Task A_writer_that_falls_behind_drops_the_oldest_lines_and_counts_them()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        IMeterFactory factory = services.GetRequiredService<IMeterFactory>();
        AccessLogQueue queue = new(factory);
        long dropped = 0;
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == factory) // other tests measure in this process too
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => dropped += value);
        listener.Start();
        for (int i = 0; i < 5000; i++)
            queue.Add(Record(path: $"/{i}"));
        Assert.Equal(5000 - 4096, dropped);
        queue.Complete();
        List<string> paths = [];
        await foreach (AccessRecord record in queue.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
            paths.Add(record.Path);
        Assert.Equal(("/904", "/4999"), (paths[0], paths[^1]));
    }

    [Fact]
    public async Task A_full_disk_stops_the_log_and_nothing_else_and_the_log_goes_on_when_there_is_room()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        AccessLogQueue queue = new(services.GetRequiredService<IMeterFactory>());
        FullDisk disk = new() { IsFull = true };
        using AccessLogWriter writer = new(queue, new AccessLogDestination(() => disk), NullLogger<AccessLogWriter>.Instance);
        await writer.StartAsync(TestContext.Current.CancellationToken);
        queue.Add(Record(path: "/lost"));
        await Eventually.HoldsAsync(() => disk.Failures > 0, "a write has failed");
        disk.IsFull = false;
        queue.Add(Record(path: "/kept"));
        await writer.StopAsync(TestContext.Current.CancellationToken);
        Assert.Contains("/kept", disk.Text, StringComparison.Ordinal);
    }

    private static string Line(AccessRecord record)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, AccessLogWriter.JsonOptions))
            AccessLine.Write(json, record);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static AccessRecord Record(string path = "/v2/items", string query = "?page=2", string? userAgent = "curl/8.0") => new()
    {
        Time = new DateTimeOffset(2026, 11, 22, 10, 0, 0, 250, TimeSpan.Zero),
        Started = 0,
        Method = "GET",
        Host = "api.example.com",
        Path = path,
        Query = query,
        Protocol = "HTTP/1.1",
        Client = new ClientAddress("192.0.2.7", "cf-connecting-ip", null),
        Country = "SE",
        Ray = "8a1b2c3d4e5f6071-ARN",
        UserAgent = userAgent,
        Referer = "https://www.example.com/",
        TraceId = "0af7651916cd43dd8448eb211c80319c",
        Route = "default/api/0",
        RouteHost = "api.example.com",
        UpstreamName = "default/api:80",
        Endpoint = "10.42.0.7:8080",
        Status = 502,
        BytesIn = 12,
        BytesOut = 43,
        Duration = TimeSpan.FromMicroseconds(2345),
        UpstreamDuration = TimeSpan.FromMicroseconds(1999),
        Error = "Request: ConnectionRefused",
    };

    private sealed class FullDisk : MemoryStream
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
                throw new IOException("No space left on device");
            }

            _text += Encoding.UTF8.GetString(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
