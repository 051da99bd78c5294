using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Microsoft.IdentityModel.Tokens;

namespace EdgeStack.Gateway.Access;

/// <summary>
/// The keys of one team, for all of its routes. They are read again every hour, at most once a minute whoever asks, and count for seven days:
/// so long Cloudflare lets a key sign that it has replaced. Without keys that count nobody's signature does.
/// </summary>
internal sealed partial class TeamKeys(string team, KeyEndpoint endpoint, TimeProvider time, ILogger<TeamKeys> logger)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1), Pause = TimeSpan.FromMinutes(1), LongestKept = TimeSpan.FromDays(7);

    private readonly Lock _lock = new();
    // Both under the lock.
    private Task _reading = Task.CompletedTask;
    private long? _askedAt;

    private volatile Known? _known;
    private volatile string? _fault;

    /// <summary>Whose tokens these keys sign.</summary>
    public string Issuer { get; } = KeyEndpoint.IssuerOf(team);

    /// <summary>Why no key counts, a sentence; null when there are some.</summary>
    public string? WhyNone => Current is not null ? null : $"no keys of team {team}: {_fault ?? "they have not been read yet"}";

    private Known? Current => _known is { } known && time.GetElapsedTime(known.ReadAt) < LongestKept ? known : null;

    public bool TryFind(string name, [NotNullWhen(true)] out SecurityKey? key)
    {
        key = Current?.Keys.GetValueOrDefault(name);
        return key is not null;
    }

    /// <summary>Reads them again when they are not fresh.</summary>
    public Task RefreshAsync() => _known is { } known && time.GetElapsedTime(known.ReadAt) < Fresh ? Task.CompletedTask : ReadAgainAsync();

    /// <summary>Reads them again, unless that was tried within the last minute. Ends when what runs has ended, after five seconds at most.</summary>
    public Task ReadAgainAsync()
    {
        lock (_lock)
        {
            if (!_reading.IsCompleted || (_askedAt is { } before && time.GetElapsedTime(before) < Pause))
                return _reading;
            _askedAt = time.GetTimestamp();
            return _reading = Task.Run(ReadAsync);
        }
    }

    private async Task ReadAsync()
    {
        switch (await endpoint.ReadAsync(team))
        {
            case KeyReading.Read { Keys: var keys }:
                _known = new Known(keys, time.GetTimestamp());
                _fault = null;
                break;
            case KeyReading.Failed { Why: var why }:
                // Once each: an endpoint that is away is asked every minute.
                if (_fault != why)
                    LogFailed(logger, Issuer, why);
                _fault = why;
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys of {Issuer} cannot be read, and are asked for every minute: {Why}. Those that are known count for seven days after they were read")]
    private static partial void LogFailed(ILogger logger, string issuer, string why);

    private sealed record Known(FrozenDictionary<string, SecurityKey> Keys, long ReadAt);
}
