using System.Text.Json;
using EdgeStack.Provisioning.Faults;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Rendering;
using Spectre.Console;

namespace EdgeStack.Provisioning.Commands;

/// <summary>A plan for people: node by node what is different, with the differences of files line by line.</summary>
internal sealed class PlanReport(Screen screen)
{
    private static readonly Style Comes = new(Color.Green), Goes = new(Color.Red), Turns = new(Color.Yellow), Faint = new(Color.Grey), Bold = new(decoration: Decoration.Bold);

    /// <param name="plan">The plan.</param>
    /// <param name="isApplied">It is about to be done, not only shown.</param>
    public void Show(Plan plan, bool isApplied = false)
    {
        foreach (IGrouping<string, PlannedStep> node in plan.Steps.GroupBy(step => step.Node.Name, StringComparer.Ordinal))
        {
            int same = node.Count(step => step.Outcome is StepOutcome.Unchanged);
            screen.Data(new Paragraph(node.Key, Bold).Append($"  {same} of {node.Count()} steps have nothing to do", Faint));
            foreach (PlannedStep step in node)
                Show(step);
        }

        // None could be asked, which is told with the reasons.
        if (plan.Steps.IsEmpty)
            return;
        int changes = plan.Changes.Count(), nodes = plan.Changes.Select(change => change.Planned.Node.Name).Distinct(StringComparer.Ordinal).Count();
        if (plan.Steps.Where(step => step.Outcome is StepOutcome.Blocked).Select(step => step.Node.Name).Distinct(StringComparer.Ordinal).ToArray() is { Length: > 0 } blocked)
            screen.Warning($"something is in the way on {string.Join(", ", blocked)}: what comes behind it there is not done");
        screen.Progress(changes == 0
            ? plan.IsBlocked ? "Nothing can be done before that is mended." : "Nothing to do."
            : $"{changes} {(changes == 1 ? "step" : "steps")} to do on {nodes} {(nodes == 1 ? "node" : "nodes")}: {RisksOf(plan)}.{(isApplied ? "" : " Nothing was changed; `edgestack apply` does it.")}");
    }

    /// <summary>For programs.</summary>
    public void Show(PlanDocument plan, OutputFormat format)
    {
        if (format == OutputFormat.Json)
            screen.Json(JsonSerializer.SerializeToElement(plan, PlanJson.Default.PlanDocument), indented: true);
        else
        {
            foreach (PlanLine line in plan.Hosts.SelectMany(host => host.Fault is { } fault ? [new PlanLine(host.Name, fault, null)] : host.Steps.Select(step => new PlanLine(host.Name, null, step))))
                screen.Json(JsonSerializer.SerializeToElement(line, PlanJson.Default.PlanLine), indented: false);
        }
    }

    private void Show(PlannedStep planned)
    {
        switch (planned.Outcome)
        {
            case StepOutcome.Change change:
                Line("  ~ ", Turns, planned.Step.Name, $"  {planned.Step.Title}{(change.Risk == Risk.Safe ? "" : $" ({Of(change.Risk)})")}");
                foreach (string line in change.Differences.SelectMany(DifferenceText.Lines))
                    screen.Data(new Paragraph($"      {Printable.Text(line)}", StyleOf(line.TrimStart())));
                if (change.Warning is { } warning)
                    screen.Data(new Paragraph($"      {Printable.Text(warning)}", Turns));
                break;
            case StepOutcome.Unsupported unsupported:
                Line("  ? ", Faint, planned.Step.Name, $"  not possible here: {unsupported.Why}");
                break;
            case StepOutcome.Blocked blocked:
                Line("  ! ", Goes, planned.Step.Name, $"  {blocked.Why} ({FaultCatalogue.Name(FaultCode.Blocked)})");
                screen.Data(new Paragraph($"      {Printable.Text(blocked.Fix)}", Faint));
                break;
        }
    }

    private void Line(string mark, Style style, string name, string rest) => screen.Data(new Paragraph(mark, style).Append(name, Bold).Append(Printable.Text(rest)));

    private static Style StyleOf(string line) => line.FirstOrDefault() switch
    {
        '+' => Comes,
        '-' => Goes,
        '~' => Turns,
        _ => Faint,
    };

    private static string RisksOf(Plan plan) => string.Join(", ", plan.Changes.GroupBy(change => change.Change.Risk).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Of(group.Key)}"));

    private static string Of(Risk risk) => risk switch
    {
        Risk.Safe => "safe",
        Risk.Restart => "starts a service anew",
        Risk.Network => "may break connections",
        Risk.Reboot => "starts the node anew",
        _ => "touches data",
    };
}
