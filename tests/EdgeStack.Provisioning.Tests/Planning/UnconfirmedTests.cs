using System.Collections.Immutable;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Tests.Components.Base;

namespace EdgeStack.Provisioning.Tests.Planning;

public sealed class UnconfirmedTests
{
    private static readonly Node Node = Known.Node("pi1");

    [Fact]
    public void What_was_done_by_a_run_that_was_cut_off_before_it_could_confirm_it_is_confirmed()
    {
        PlannedStep planned = Plan("active");

        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(planned.Outcome);
        Assert.Equal("es_revert_forget 'edgestack-revert-base.firewall'", Assert.IsType<NodeAction.Run>(Assert.Single(change.Actions)).Script);
        // It must not set up the timer that it is to stop.
        Assert.False(planned.Step.NeedsConfirmation);
        Assert.Equal("base.firewall", planned.Step.Name);
        Assert.Same(StepOutcome.Unchanged.Instance, planned.Step.Judge(Facts("inactive")));
    }

    [Fact]
    public void What_nothing_takes_back_is_left_alone() => Assert.Same(StepOutcome.Unchanged.Instance, Plan("inactive").Outcome);

    private static PlannedStep Plan(string timer)
    {
        Planner planner = new(_ => [new Risky()]);
        Assert.Contains("edgestack-revert-base.firewall.timer", planner.Questions(Node).Text, StringComparison.Ordinal);
        return Assert.Single(planner.Plan([Node], new Dictionary<string, Facts> { [Node.Name] = Facts(timer).Own }).Steps);
    }

    private static NodeFacts Facts(string timer) => Known.Facts(Node, (Unconfirmed.Query("base.firewall"), timer));

    private sealed class Risky : IStep
    {
        public string Name => "base.firewall";

        public string Title => "may lock us out";

        public ImmutableArray<FactQuery> Queries => [];

        public bool NeedsConfirmation => true;

        public StepOutcome Judge(NodeFacts facts) => StepOutcome.Unchanged.Instance;
    }
}
