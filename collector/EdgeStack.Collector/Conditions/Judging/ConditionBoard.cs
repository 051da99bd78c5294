using System.Collections.Immutable;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Conditions.Judging;

/// <summary>All conditions that can be judged, as they are now. Judged by one thread, read by any.</summary>
internal sealed partial class ConditionBoard(IEnumerable<ICondition> conditions, SourceBoard sources, TimeProvider time, ILogger<ConditionBoard> logger)
{
    // What is unknown for longer has most likely gone: a disk that was taken out, a route that was deleted.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private readonly ImmutableArray<ICondition> _conditions = [.. conditions];
    private readonly Dictionary<(string Code, string Subject), ConditionState> _states = [];
    private JudgedCondition[] _all = [];

    /// <summary>Those that are known, true or not.</summary>
    public IReadOnlyList<JudgedCondition> All => Volatile.Read(ref _all);

    /// <summary>Those that are true: what is wrong at this moment, the worst first.</summary>
    public IEnumerable<JudgedCondition> Current => All.Where(condition => condition.IsTrue).OrderByDescending(condition => condition.Terms.Severity);

    /// <summary>Looks at what the sources said last.</summary>
    public void Judge()
    {
        FreshBoard board = new(sources, time);
        List<JudgedCondition> all = [];
        HashSet<(string, string)> known = [];
        foreach (ICondition condition in _conditions)
        {
            foreach (Finding finding in Findings(condition, board))
            {
                known.Add((condition.Terms.Code, finding.Subject));
                all.Add(Judge(condition.Terms, finding, board));
            }
        }

        foreach ((var (code, subject), ConditionState state) in _states.Where(state => !known.Contains(state.Key)))
            Lose(code, subject, state, board);
        Volatile.Write(ref _all, [.. all]);
    }

    // Of several findings about one thing (a file system that is mounted twice in one place) the worst counts.
    private List<Finding> Findings(ICondition condition, FreshBoard board)
    {
        try
        {
            return [.. condition.Judge(board).GroupBy(finding => finding.Subject, StringComparer.Ordinal).Select(same => same.MaxBy(finding => finding.Standing))];
        }
#pragma warning disable CA1031 // a condition that cannot be judged, for whatever reason, is one that is not known
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogUnexpected(condition.Terms.Code, fault);
            return [];
        }
    }

    private JudgedCondition Judge(ConditionTerms terms, Finding finding, FreshBoard board)
    {
        if (!_states.TryGetValue((terms.Code, finding.Subject), out ConditionState? state))
            _states[(terms.Code, finding.Subject)] = state = new ConditionState(terms);
        (bool was, DateTimeOffset since) = (state.IsTrue, state.Since);
        state.Judge(finding.Standing, board);
        (string sentence, string named) = (terms.Say(finding), Named(finding.Subject));
        if (state.IsTrue && !was)
            LogBegun(terms.Severity == Severity.Critical ? LogLevel.Error : LogLevel.Warning, terms.Code, sentence);
        else if (was && !state.IsTrue)
            LogOver(terms.Code, named, since);
        return new JudgedCondition(terms, finding.Subject, state.IsTrue, state.Since, sentence);
    }

    private void Lose(string code, string subject, ConditionState state, FreshBoard board)
    {
        string named = Named(subject);
        if (state is { IsTrue: true, IsKnown: true })
            LogLost(code, named);
        state.Lose();
        if (board.Since(state.KnownAt) > Remembered)
            _states.Remove((code, subject));
    }

    private static string Named(string subject) => subject.Length == 0 ? "this machine" : subject;

    [LoggerMessage(Message = "Condition {Code}: {Sentence}")]
    private partial void LogBegun(LogLevel level, string code, string sentence);

    [LoggerMessage(Level = LogLevel.Information, Message = "Condition {Code} of {Subject} is over; it began at {Since:u}")]
    private partial void LogOver(string code, string subject, DateTimeOffset since);

    [LoggerMessage(Level = LogLevel.Information, Message = "Condition {Code} of {Subject} cannot be judged any more; it was true")]
    private partial void LogLost(string code, string subject);

    [LoggerMessage(Level = LogLevel.Error, Message = "Judging condition {Code} failed, which is a mistake of ours: please report it")]
    private partial void LogUnexpected(string code, Exception fault);
}
