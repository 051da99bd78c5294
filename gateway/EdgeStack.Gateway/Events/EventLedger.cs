using System.Collections.Immutable;

namespace EdgeStack.Gateway.Events;

/// <summary>
/// Decides what is said and when: everything that is wrong once and every half hour, what is right again once, and never more than the budgets
/// of an object and of all objects allow. What has to wait is not lost: only what is still true is said. One loop owns it.
/// </summary>
internal sealed class EventLedger(TimeProvider time)
{
    private readonly Dictionary<string, ObjectPage> _pages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Since, TimeSpan Length)> _paused = new(StringComparer.Ordinal);
    private readonly EventBudget _budget = new(burst: 25, TimeSpan.FromMilliseconds(200), time);

    /// <summary>These objects are wrong or have been; all others are right or gone. Returns how many problems nobody was told of.</summary>
    public int Learn(ImmutableArray<ObjectProblems> objects)
    {
        HashSet<string> present = [.. objects.Select(item => item.About.Uid)];
        foreach (string gone in _pages.Keys.Where(uid => !present.Contains(uid)).ToArray())
            _pages.Remove(gone);
        int dropped = 0;
        foreach (ObjectProblems item in objects)
        {
            if (!_pages.TryGetValue(item.About.Uid, out ObjectPage? page))
                _pages.Add(item.About.Uid, page = new ObjectPage(time));
            dropped += page.Learn(item);
        }

        return dropped;
    }

    /// <summary>What is to be said now; else how long there is nothing to say.</summary>
    public (EventNote? Note, TimeSpan Pause) Next()
    {
        EventNote? first = null;
        TimeSpan pause = Timeout.InfiniteTimeSpan;
        foreach (ObjectPage page in _pages.Values)
        {
            if (page.Next() is not { } next)
                continue;
            TimeSpan wait = Max(next.Wait, PauseOf(next.Note.About.Namespace));
            if (first is null || wait < pause)
                (first, pause) = (next.Note, wait);
        }

        if (first is not null)
            pause = Max(pause, _budget.Wait);
        return pause == TimeSpan.Zero ? (first, pause) : (null, pause);
    }

    /// <param name="note">What was said.</param>
    /// <param name="count">How often by now; null when the API server will not have it, so that trying again soon is of no use.</param>
    public void Said(EventNote note, int? count)
    {
        _budget.Take();
        if (_pages.TryGetValue(note.About.Uid, out ObjectPage? page))
            page.Said(note, count);
    }

    /// <summary>Nothing can be said in this namespace for a while.</summary>
    public void Pause(string @namespace, TimeSpan length) => _paused[@namespace] = (time.GetTimestamp(), length);

    private TimeSpan PauseOf(string @namespace)
    {
        if (!_paused.TryGetValue(@namespace, out (long Since, TimeSpan Length) paused))
            return TimeSpan.Zero;
        TimeSpan left = paused.Length - time.GetElapsedTime(paused.Since);
        if (left > TimeSpan.Zero)
            return left;
        _paused.Remove(@namespace);
        return TimeSpan.Zero;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
