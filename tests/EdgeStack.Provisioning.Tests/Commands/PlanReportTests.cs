using System.Collections.Immutable;
using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Rendering;
using EdgeStack.Provisioning.Tests.Components.Base;

namespace EdgeStack.Provisioning.Tests.Commands;

public sealed class PlanReportTests
{
    [Fact]
    public void A_difference_is_shown_line_by_line_blank_ones_too_and_a_secret_is_not()
    {
        ManagedFile open = new("/etc/hosts", Content.OfText("a\n\nc\n")), secret = new("/etc/key", Content.OfSecret("hunter2"u8.ToArray()));
        FileFact now = new("root:root", "600", "0", [.. "a\n\nb\n"u8]);
        string shown = Shown(new StepOutcome.Change([new Difference.File(open, now), new Difference.File(secret, null), new Difference.Value("time\u001b[31m zone", "a", "b")], [new NodeAction.FinishPackages()], Risk.Network));
        Assert.Equal("""
            a  0 of 1 steps have nothing to do
              ~ test.step  a test (may break connections)
                  ~ /etc/hosts
                      mode 600 -> 644
                      @@ -1,3 +1,3 @@
                       a

                      -b
                      +c
                  + /etc/key
                      *** (a secret: not shown)
                  ~ time\x1b[31m zone: a -> b
            1 step to do on 1 node: 1 may break connections. Nothing was changed; `edgestack apply` does it.

            """, string.Join('\n', shown.Split('\n').Select(line => line.TrimEnd())));
    }

    [Fact]
    public void What_is_in_the_way_is_not_called_nothing_to_do()
    {
        string shown = Shown(new StepOutcome.Blocked("it is full", "make room"));
        Assert.Contains("something is in the way on a", shown, StringComparison.Ordinal);
        Assert.Contains("Nothing can be done before that is mended.", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing to do", shown, StringComparison.Ordinal);
    }

    private static string Shown(StepOutcome outcome)
    {
        StringWriter all = new();
        new PlanReport(new Screen(all, all)).Show(new Plan([new PlannedStep(Known.Node(), new Step(), outcome)]));
        return all.ToString();
    }

    private sealed class Step : IStep
    {
        public string Name => "test.step";

        public string Title => "a test";

        public ImmutableArray<FactQuery> Queries => [];

        public StepOutcome Judge(NodeFacts facts) => StepOutcome.Unchanged.Instance;
    }
}
