using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Tunnel;
using EdgeStack.Hosting.Log;

namespace EdgeStack.Gateway.Admin;

/// <summary>Answers <c>/api/v1/tunnel</c>: how the tunnel is, and what was done about it.</summary>
internal sealed class TunnelQuery(TunnelBoard board)
{
    private const int LastLines = 20;

    public TunnelDocument Tunnel()
    {
        TunnelStatus status = board.Status;
        return new TunnelDocument
        {
            Mode = TunnelNames.Of(status.Mode),
            State = TunnelNames.Of(status.State),
            Sentence = LogText.OneLine(status.Sentence),
            Version = status.Version?.ToString(),
            PublicUrl = status.PublicHost is { } host ? $"https://{host}" : null,
            ReadyConnections = status.Connections,
            ExpectedConnections = status.Expected,
            Connections = [.. status.Slots.Select(slot => new TunnelDocumentConnection(slot.Index, slot.Location, slot.Protocol, slot.Address))],
            Restarts = status.Restarts.ToDictionary(restart => TunnelNames.Of(restart.Key), restart => restart.Value),
            NextStart = status.NextStart,
            Prechecks = [.. status.Prechecks.Select(check => new TunnelDocumentPrecheck(check.Component, check.Target, check.Status))],
            Elsewhere = [.. status.Astray.Select(rule => new TunnelDocumentRule(rule.Host, rule.Service))],
            Events = [.. board.Notes.Select(note => new TunnelDocumentEvent(note.Time, LevelOf(note.Level), LogText.OneLine(note.Sentence)))],
            Lines = [.. board.Lines.TakeLast(LastLines).Select(LogText.OneLine)],
        };
    }

    private static string LevelOf(LogLevel level) => level switch { LogLevel.Error or LogLevel.Critical => "error", LogLevel.Warning => "warning", _ => "info" };
}
