using System.Globalization;
using System.Text.RegularExpressions;
using EdgeStack.Collector.Conditions;
using EdgeStack.Collector.Conditions.Judging;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Tests.Exposition;
using EdgeStack.Collector.Tests.Scraping;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Conditions;

/// <summary>All conditions, and one source that says what a test wants. In its texts <c>now+20d</c>, <c>now-26h</c> are times in seconds since 1970.</summary>
internal sealed partial class ConditionScene
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    private readonly SourceBoard _sources;

    public ConditionScene(string about = "", ScrapePage page = ScrapePage.Node)
    {
        _sources = new SourceBoard([new FakeSource("one", _ => SourceOutcome.Ok) { About = about, Page = page, Every = Period }]);
        Board = new ConditionBoard(ConditionCatalogue.All(), _sources, Time, Log);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));

    public ListLogger<ConditionBoard> Log { get; } = new();

    public ConditionBoard Board { get; }

    /// <summary>What the source says from now on; the time that passes is what <see cref="Pass"/> lets pass.</summary>
    public void Say(string text) => Publish(SourceOutcome.Ok, text);

    public void Fail(string why, string text = "") => Publish(new SourceOutcome.Failed(why), text);

    /// <summary>The source says this in its rhythm for that long, and at the end of it.</summary>
    public void Pass(TimeSpan time, string text) => Pass(time, () => Say(text));

    public void Pass(TimeSpan time, Action say)
    {
        say();
        for (DateTimeOffset end = Time.GetUtcNow() + time; Time.GetUtcNow() < end;)
        {
            TimeSpan left = end - Time.GetUtcNow();
            Time.Advance(left < Period ? left : Period);
            say();
        }
    }

    /// <summary>The source says nothing for that long.</summary>
    public void PassInSilence(TimeSpan time)
    {
        Time.Advance(time);
        Board.Judge();
    }

    /// <summary>Null when it is not known.</summary>
    public bool? Is(string code, string subject = "") => Of(code, subject)?.IsTrue;

    public JudgedCondition? Of(string code, string subject = "") => Board.All.SingleOrDefault(condition => condition.Terms.Code == code && condition.Subject == subject);

    private void Publish(SourceOutcome outcome, string text)
    {
        _sources.All[0].Publish(new SourceSnapshot { Outcome = outcome, TakenAt = Time.GetUtcNow(), Took = TimeSpan.Zero, Families = [.. Exposed.Families(text.Length == 0 ? "" : Times(text) + "\n")] });
        Board.Judge();
    }

    private string Times(string text) => Moment().Replace(text, found =>
    {
        double amount = double.Parse(found.Groups["amount"].Value, CultureInfo.InvariantCulture) * (found.Groups["unit"].Value == "d" ? 86400 : 3600);
        return (Time.GetUtcNow().ToUnixTimeSeconds() + amount).ToString(CultureInfo.InvariantCulture);
    });

    [GeneratedRegex("now(?<amount>[+-][0-9.]+)(?<unit>[dh])")]
    private static partial Regex Moment();
}
