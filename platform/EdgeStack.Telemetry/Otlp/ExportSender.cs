using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeStack.Telemetry.Otlp;

/// <summary>Sends what waits, oldest first, and tries again while the receiver is away. Says so once, and once more when it is back.</summary>
internal sealed partial class ExportSender : BackgroundService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromMinutes(1), LongestWanted = TimeSpan.FromMinutes(5), AtTheEnd = TimeSpan.FromSeconds(3);

    private readonly OtlpTarget _target;
    private readonly WaitingExports _waiting;
    private readonly ExportClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger<ExportSender> _logger;
    // Stopping lets what is on its way arrive: cut off, it would be sent twice.
    private readonly CancellationTokenSource _hurry;
    private int _failures;
    private readonly Dictionary<string, string> _refused = [];

    public ExportSender(OtlpTarget target, WaitingExports waiting, ExportClient client, IMeterFactory meters, TimeProvider time, ILogger<ExportSender> logger)
    {
        (_target, _waiting, _client, _time, _logger) = (target, waiting, client, time, logger);
        _hurry = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Meter meter = meters.Create("EdgeStack.Telemetry.Otlp");
        meter.CreateObservableCounter("edgestack_otlp_exports_total", waiting.Outcomes.Exports, null, "Exports to the OpenTelemetry collector: sent, refused by it, or dropped since too much waited.");
        meter.CreateObservableCounter("edgestack_otlp_rejected_total", waiting.Outcomes.Rejected, null, "Points, records and spans in exports that were taken which the OpenTelemetry collector rejected.");
        meter.CreateObservableGauge("edgestack_otlp_waiting_bytes", () => waiting.Bytes, null, "Compressed exports that wait to be sent, in bytes.");
    }

    /// <summary>How long to wait after so many failures in a row: doubled each time, a quarter more or less so that programs that lost the same receiver do not come back at once.</summary>
    /// <param name="failures">At least 1.</param>
    /// <param name="wanted">What the receiver asked for; counts when it is longer, up to five minutes.</param>
    /// <param name="chance">From 0 to 1.</param>
    internal static TimeSpan Pause(int failures, TimeSpan? wanted, double chance)
    {
        double doubled = ShortestPause.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 10));
        TimeSpan pause = TimeSpan.FromSeconds(Math.Min(doubled, LongestPause.TotalSeconds) * (0.75 + (chance / 2)));
        TimeSpan asked = wanted is { } longer && longer < LongestWanted ? longer : wanted is null ? TimeSpan.Zero : LongestWanted;
        return asked > pause ? asked : pause;
    }

    /// <summary>Ends the loop, and sends what still waits while it is taken, for a short time.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _hurry.CancelAfter(AtTheEnd);
        using CancellationTokenRegistration sooner = cancellationToken.Register(_hurry.Cancel);
        await base.StopAsync(cancellationToken);
        try
        {
            // A receiver that was away a moment ago is not waited for.
            while (_failures == 0 && _waiting.TryTake() is { } export)
                await SendAsync(export, _hurry.Token);
        }
        catch (OperationCanceledException)
        {
            _failures++; // The time is up.
        }

        _waiting.End(isAway: _failures > 0);
    }

    public override void Dispose()
    {
        _hurry.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            Export export = await _waiting.TakeAsync(stoppingToken);
            if (await SendAsync(export, _hurry.Token) is { } pause)
                await Task.Delay(pause, _time, stoppingToken);
        }
    }

    // How long to wait before the next one; null for not at all.
    private async Task<TimeSpan?> SendAsync(Export export, CancellationToken cancellation)
    {
        ExportAnswer answer;
        try
        {
            answer = await _client.SendAsync(export, cancellation);
        }
        catch (OperationCanceledException)
        {
            _waiting.PutBack(export);
            throw;
        }

        if (answer is ExportAnswer.Later later)
        {
            _waiting.PutBack(export);
            if (++_failures == 1)
                LogAway(_target.Endpoint, later.Why);
            return Pause(_failures, later.After, Random.Shared.NextDouble());
        }

        if (_failures > 0)
            LogBack(_target.Endpoint);
        _failures = 0;
        Note(export.Signal, answer);
        return null;
    }

    private void Note(string signal, ExportAnswer answer)
    {
        string? refused = null;
        if (answer is ExportAnswer.Refused no)
        {
            _waiting.Outcomes.Count(signal, ExportOutcomes.Refused);
            refused = no.Why;
        }
        else if (answer is ExportAnswer.Taken taken)
        {
            _waiting.Outcomes.Count(signal, ExportOutcomes.Sent);
            if (taken.Rejected > 0)
            {
                _waiting.Outcomes.CountRejected(signal, taken.Rejected);
                refused = $"{taken.Rejected} items were rejected: {taken.Why}";
            }
        }

        if (refused is null)
        {
            _refused.Remove(signal);
            return;
        }

        // What stays as it was, but for how many, is not said again: each warning is a record of the log that is exported in its turn.
        if (_refused.TryGetValue(signal, out string? said) && said == WithoutNumbers(refused))
            return;
        LogRefused(_target.Endpoint, signal, refused);
        _refused[signal] = WithoutNumbers(refused);
    }

    private static string WithoutNumbers(string text) => new([.. text.Where(letter => !char.IsAsciiDigit(letter))]);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Telemetry cannot be sent to {Endpoint}, and waits: {Reason}")]
    private partial void LogAway(Uri endpoint, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Telemetry can be sent to {Endpoint} again")]
    private partial void LogBack(Uri endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Endpoint} does not take all {Signal}: {Reason}")]
    private partial void LogRefused(Uri endpoint, string signal, string reason);
}
