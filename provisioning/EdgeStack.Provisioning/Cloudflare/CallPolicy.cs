using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>How often a call is tried, and when no more.</summary>
internal static class CallPolicy
{
    /// <summary>Cloudflare allows 1,200 requests in five minutes, which is four a second.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Nobody waits longer at a terminal without knowing why; what is asked to wait longer is told to try again later.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>For one attempt up to its headers, and for the answer behind them.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);

    private const int MostRetries = 4;

    /// <param name="time">The clock of every wait.</param>
    /// <param name="onWait">Told before a wait: how long, and the status that it is for (none when nothing answered).</param>
    public static ResiliencePipeline<HttpResponseMessage> Create(TimeProvider time, Action<TimeSpan, HttpStatusCode?> onWait)
    {
        HttpRetryStrategyOptions retry = new()
        {
            MaxRetryAttempts = MostRetries,
            Delay = TimeSpan.FromSeconds(1),
            MaxDelay = TimeSpan.FromSeconds(16),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldRetryAfterHeader = true,
            ShouldHandle = attempt => ValueTask.FromResult(MayTryAgain(attempt.Context, attempt.Outcome, time)),
            OnRetry = attempt =>
            {
                onWait(attempt.RetryDelay, attempt.Outcome.Result?.StatusCode);
                return default;
            },
        };
        return new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }.AddRetry(retry).AddTimeout(AttemptTimeout).Build();
    }

    /// <summary>How long an answer asks to wait, if it says so.</summary>
    public static TimeSpan? WaitOf(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    private static bool MayTryAgain(ResilienceContext context, Outcome<HttpResponseMessage> outcome, TimeProvider time)
    {
        if (outcome.Result is { } answered && WaitOf(answered, time) > LongestWait)
            return false;
        if (outcome.Result is { StatusCode: HttpStatusCode.TooManyRequests })
            return true;
        // Whether a POST has made something nobody knows after a broken answer: the command looks again when it is repeated.
        return HttpClientResiliencePredicates.IsTransient(outcome) && context.GetRequestMessage()?.Method != HttpMethod.Post;
    }
}
