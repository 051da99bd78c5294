using System.Text;
using EdgeStack.Bench.SideBySide.Contestants;
using EdgeStack.Bench.SideBySide.Measuring;
using EdgeStack.Bench.SideBySide.Scenarios;

namespace EdgeStack.Bench.SideBySide.Reporting;

/// <summary>The results as a page.</summary>
/// <param name="results">What was measured.</param>
/// <param name="plan">What was asked for.</param>
/// <param name="contestants">Those of it that are there.</param>
internal sealed class Report(Results results, Plan plan, IReadOnlyList<Contestant> contestants)
{
    public string Page(string head)
    {
        StringBuilder page = new(head);
        if (results.NotMeasured.Count > 0)
            page.Append($"\n## What is missing here\n\n{string.Concat(results.NotMeasured.Select(Missing))}");
        foreach (Scenario scenario in plan.Scenarios)
            page.Append($"\n## {scenario.Title}\n\n{Table(scenario)}");
        if (results.Rounds(AllScenarios.FewHosts, AllContestants.Gateway).Count > 0 && results.Rounds(AllScenarios.ManyHosts, AllContestants.Gateway).Count > 0)
            page.Append($"\n## 10,000 hosts as a multiple of 10\n\n{HostsTable()}");
        if (results.Reloads.Count > 0)
            page.Append($"\n## Routes edited ten times a second, under load\n\n{ReloadTable.Of(results.Reloads)}");
        if (plan.Scenarios.Count > 0)
            page.Append($"\n## Start, and memory before the first load\n\n{StartTable()}");
        BudgetTable budgets = new(results, plan);
        if (budgets.HasRows)
            page.Append($"\n## Budgets of the gateway\n\n{budgets}");
        return page.ToString();
    }

    private static string Missing(NotMeasured missing) => $"- {missing.What}: {missing.Why.Split('\n')[0]}\n";

    private MarkdownTable Table(Scenario scenario)
    {
        MarkdownTable table = new($"{scenario.Name}", $"CPU µs a {scenario.Unit}", "x yarp-native", "x nginx", $"{scenario.Unit}s/s", "p50", "p99", "RSS MiB", "errors");
        foreach (Contestant contestant in contestants)
        {
            IReadOnlyList<Figures> rounds = results.Rounds(scenario.Name, contestant.Name);
            if (rounds.Count == 0)
            {
                table.Add([contestant.Name, Cell.NotMeasured, .. Enumerable.Repeat("–", 7)]);
                continue;
            }

            table.Add(
                contestant.Name + Cell.Missing(rounds.Count, plan.Rounds),
                $"{rounds.Median(figures => figures.CpuMicroseconds):0.0}",
                Ratio(scenario, contestant, AllContestants.YarpNative), Ratio(scenario, contestant, AllContestants.Nginx),
                $"{rounds.Median(figures => figures.PerSecond):#,0}",
                Cell.Milliseconds(rounds.MedianTime(figures => figures.P50)), Cell.Milliseconds(rounds.MedianTime(figures => figures.P99)),
                Cell.Mebibytes(rounds.Median(figures => figures.PeakBytes)),
                $"{rounds.Sum(figures => figures.Errors):#,0}");
        }

        return table;
    }

    private string Ratio(Scenario scenario, Contestant contestant, string other) =>
        Cell.Ratio(results.Ratio((scenario.Name, contestant.Name), (scenario.Name, other), figures => figures.CpuMicroseconds));

    private MarkdownTable HostsTable()
    {
        MarkdownTable table = new("", "CPU", "start", "idle RSS");
        foreach (Contestant contestant in contestants.Where(contestant => results.Rounds(AllScenarios.ManyHosts, contestant.Name).Count > 0))
        {
            table.Add([contestant.Name, .. new Func<Figures, double>[] { figures => figures.CpuMicroseconds, figures => figures.Start.Ticks, figures => figures.IdleBytes }
                .Select(figure => Cell.Ratio(results.Ratio((AllScenarios.ManyHosts, contestant.Name), (AllScenarios.FewHosts, contestant.Name), figure)))]);
        }

        return table;
    }

    private MarkdownTable StartTable()
    {
        MarkdownTable table = new("10 hosts", "start to first answer", "least–most", "starts", "idle RSS MiB");
        foreach (Contestant contestant in contestants)
        {
            IReadOnlyList<Figures> starts = results.Starts(plan.WithTenHosts, contestant.Name);
            if (starts.Count == 0)
                continue;
            Spread start = Spread.Of(starts.Select(figures => figures.Start.TotalMilliseconds));
            table.Add(contestant.Name, $"{start.Median:0} ms", $"{start.Least:0}–{start.Most:0} ms", $"{starts.Count}", Cell.Mebibytes(starts.Median(figures => figures.IdleBytes)));
        }

        return table;
    }
}
