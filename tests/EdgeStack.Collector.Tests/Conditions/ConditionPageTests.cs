using System.Globalization;
using System.Text;
using EdgeStack.Collector.Conditions;
using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Tests.Conditions;

/// <summary>docs/contracts/conditions.md: the conditions as a page.</summary>
public sealed class ConditionPageTests
{
    [Fact]
    public void The_page_of_all_conditions_is_up_to_date() => GoldenCase.CheckFile(Path.Combine(RepositoryRoot.Path, "docs", "contracts", "conditions.md"), Page());

    [Fact]
    public void A_code_is_one_condition_s_and_a_sentence_says_where() => Assert.All(ConditionCatalogue.All().GroupBy(condition => condition.Terms.Code), same =>
    {
        Assert.Matches("^[a-z]+(_[a-z]+)*$", same.Key);
        Assert.Contains("{where}", Assert.Single(same).Terms.Sentence, StringComparison.Ordinal);
    });

    private static string Page()
    {
        StringBuilder page = new("""
            # Conditions

            What people should know of, judged every 15 s by the collector from what its sources said last. Made from `collector/EdgeStack.Collector/Conditions` by
            `tests/EdgeStack.Collector.Tests/Conditions/ConditionPageTests.cs` (`UPDATE_GOLDENS=1` renews it); what is said of each is held by
            `tests/EdgeStack.Collector.Tests/Conditions/ConditionTableTests.cs`.

            | family | type | labels | what |
            |---|---|---|---|
            | `edgestack_condition` | gauge | `code`, `severity`, `subject` | 1 while it is true, 0 while it is not; absent while it cannot be judged |
            | `edgestack_condition_since_timestamp_seconds` | gauge | `code`, `severity`, `subject` | since when one that is true was seen to be bad |

            They stand on the collector's own page `/metrics`: they are what it thinks of several pages at once, and that page is there in every role. `subject` is what it is
            about (a mount point, a node, a host), and empty for this machine itself; of a scraped target or one of several database servers its name stands first (`old-pi: /`).

            What a source said counts for three of its periods, and not when its last reading failed. What was true and cannot be judged is absent, and goes on as it was when it is
            known again within an hour; how long something has been bad begins anew. After a start of the collector every condition is 0 until it has held for its time.
            Times are measured by the clock that does not jump; only ages of backups and certificates need the right time.

            The log has a line when one begins (error when it is critical, else warning), when it is over, and when it cannot be judged any more.

            ## What is judged

            "Looks back": what was bad so lately still counts. "Holds": for how long it must be bad. "Ends": when it is over; "after" is how long it must be good.

            | code | severity | bad when | looks back | holds | ends | families |
            |---|---|---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (ConditionTerms terms in ConditionCatalogue.All().Select(condition => condition.Terms))
        {
            string ends = string.Join(", ", new[] { terms.Good, terms.EndsAfter > TimeSpan.Zero ? "after " + Short(terms.EndsAfter) : "" }.Where(part => part.Length > 0));
            page.Append(CultureInfo.InvariantCulture, $"| `{terms.Code}` | {(terms.Severity == Severity.Critical ? "critical" : "warning")} | {terms.Bad} | {Short(terms.LooksBack)} | {Short(terms.Holds)} | {ends} | ")
                .AppendJoin(", ", terms.Families.Select(family => $"`{family}`")).Append(" |\n");
        }

        page.Append("\n## What is said\n\n| code | sentence |\n|---|---|\n");
        foreach (ConditionTerms terms in ConditionCatalogue.All().Select(condition => condition.Terms))
            page.Append(CultureInfo.InvariantCulture, $"| `{terms.Code}` | {terms.Sentence.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        return page.ToString();
    }

    private static string Short(TimeSpan time) => time == TimeSpan.Zero ? "" : time.TotalHours >= 1 ? $"{time.TotalHours} h" : $"{time.TotalMinutes} min";
}
