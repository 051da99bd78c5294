using System.Collections.Immutable;

namespace EdgeStack.Gateway.Events;

/// <summary>What was said and is to be said about one object.</summary>
internal sealed class ObjectPage(TimeProvider time)
{
    // An edit storm says what it ends with, not every step of it; and a Secret gets the moment that reading it takes.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);

    // An API server forgets Events after an hour: what is still wrong then has to be said again.
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(30);

    private const int MostProblems = 10, MostRemembered = 50;

    private readonly EventBudget _budget = new(burst: MostProblems, TimeSpan.FromSeconds(30), time);
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private bool _saidFaulty;
    private int _untold;

    /// <summary>The object is now like this. Returns how many problems nobody was told of: too many at once, or gone before their turn came.</summary>
    public int Learn(ObjectProblems now)
    {
        EventNote[] notes = now.Problems.IsEmpty ? _saidFaulty ? [EventText.Accepted(now.About)] : []
            : [.. now.Problems.Select(problem => EventText.Of(now.About, problem)).DistinctBy(note => note.Name).Take(MostProblems)];
        int untold = Math.Max(0, now.Problems.Length - MostProblems), dropped = Math.Max(0, untold - _untold);
        _untold = untold;
        HashSet<string> names = [.. notes.Select(note => note.Name)];
        foreach ((string name, Line line) in _lines.Where(line => !names.Contains(line.Key)).ToArray())
        {
            if (line is { IsCurrent: true, Said: null } && time.GetElapsedTime(line.Since) >= Settle)
                dropped++;
            if (line.Note.Count == 0 || _lines.Count > MostRemembered)
                _lines.Remove(name);
            else
                _lines[name] = line with { IsCurrent = false };
        }

        foreach (EventNote note in notes)
        {
            Line? known = _lines.GetValueOrDefault(note.Name);
            _lines[note.Name] = known is { IsCurrent: true } ? known with { Note = note with { Count = known.Note.Count } }
                : new Line(note with { Count = known?.Note.Count ?? 0 }, IsCurrent: true, time.GetTimestamp(), Said: null);
        }

        return dropped;
    }

    /// <summary>What is to be said first, and how long it has to wait; null when there is nothing.</summary>
    public (EventNote Note, TimeSpan Wait)? Next()
    {
        (EventNote Note, TimeSpan Wait)? next = null;
        foreach (Line line in _lines.Values)
        {
            if (WaitOf(line) is { } wait && (next is null || wait < next.Value.Wait))
                next = (line.Note, wait);
        }

        if (next is not { } first)
            return null;
        TimeSpan budget = _budget.Wait;
        return first.Wait < budget ? (first.Note, budget) : first;
    }

    /// <param name="note">What was said.</param>
    /// <param name="count">How often by now; null when the API server will not have it.</param>
    public void Said(EventNote note, int? count)
    {
        _budget.Take();
        if (count is not null)
            _saidFaulty = note.IsWarning;
        if (_lines.TryGetValue(note.Name, out Line? line))
            _lines[note.Name] = line with { Note = line.Note with { Count = count ?? line.Note.Count }, Said = time.GetTimestamp() };
    }

    private TimeSpan? WaitOf(Line line)
    {
        if (!line.IsCurrent || (line.Said is not null && !line.Note.IsWarning))
            return null;
        TimeSpan due = line.Said is { } said ? Again - time.GetElapsedTime(said) : Settle - time.GetElapsedTime(line.Since);
        return due > TimeSpan.Zero ? due : TimeSpan.Zero;
    }

    /// <param name="Note">The Event.</param>
    /// <param name="IsCurrent">False for one that was true: its count goes on when it becomes true again.</param>
    /// <param name="Since">When it became true.</param>
    /// <param name="Said">When it was said, since it became true.</param>
    private sealed record Line(EventNote Note, bool IsCurrent, long Since, long? Said);
}
