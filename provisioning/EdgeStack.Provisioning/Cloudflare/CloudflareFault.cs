using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>
/// A call of Cloudflare's API that came to nothing. An exception because a command makes a dozen calls in a row, each with the same few bad
/// ends, and all of them are told in one place (decision 019).
/// </summary>
internal sealed class CloudflareFault : Exception
{
    private CloudflareFault(string message)
        : base(message)
    {
    }

    /// <summary>Nothing answered, or only that it is overloaded.</summary>
    public bool IsUnreachable { get; private init; }

    /// <summary>Zero when there was no answer.</summary>
    public int Status { get; private init; }

    public ImmutableArray<ApiError> Errors { get; private init; } = [];

    /// <summary>What to do about it.</summary>
    public string? Advice { get; private init; }

    public bool IsNotFound => Status == 404;

    public bool IsNameTaken => Status == 409;

    public bool IsRecordInTheWay => Errors.Any(error => error.IsRecordInTheWay);

    public static CloudflareFault Unreachable(string call, string why) => new($"Cloudflare's API does not answer ({call}): {why}")
    {
        IsUnreachable = true,
        Advice = "Is this machine on the internet? Nothing was changed by this call as far as is known; the command can be repeated.",
    };

    public static CloudflareFault Limited(string call, TimeSpan? wait) => new($"Cloudflare's API allows no more requests for now ({call})")
    {
        IsUnreachable = true,
        Status = 429,
        Advice = wait is { } time ? $"Try again in {Math.Ceiling(time.TotalMinutes):0} min." : "Try again in five minutes: 1,200 requests are allowed in that time.",
    };

    public static CloudflareFault Unreadable(string call, string why) => new($"{call} was not answered as Cloudflare's API answers: {why}")
    {
        Advice = "Does a proxy or a captive portal stand in between?",
    };

    public static CloudflareFault Refused(string call, int status, ImmutableArray<ApiError> errors) =>
        new($"Cloudflare refused {call}: {(errors.IsEmpty ? $"status {status}" : string.Join("; ", errors))}")
        {
            Status = status,
            Errors = errors,
            Advice = ErrorAdvice.For(status, errors),
        };
}
