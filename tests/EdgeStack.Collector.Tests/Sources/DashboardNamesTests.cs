using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources;
using EdgeStack.Collector.Sources.Host.Kernel;
using EdgeStack.Collector.Sources.Host.Processors;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources;

public sealed class DashboardNamesTests
{
    private static readonly FamilyAlias[] All = [.. DashboardNames.Drifted, .. DashboardNames.BeforeUnits];

    [Fact]
    public void A_name_stands_for_one_family_and_for_none_that_has_another() =>
        Assert.Empty(All.Select(alias => alias.Name).Intersect(All.Select(alias => alias.Of)).Concat(All.GroupBy(alias => alias.Name).Where(same => same.Count() > 1).Select(same => same.Key)));

    [Fact]
    public void Hung_tasks_are_found_by_the_name_that_the_dashboard_has()
    {
        using Machine machine = Machine.Of("pi5");

        Assert.Equal("2", Reading.Of(new SampleWriter([], new FamilyAliases(DashboardNames.Drifted)), samples => new HungTasks().Read(machine.Roots, samples))["node_kernel_hung_tasks"]);
    }

    [Fact]
    public void Old_dashboards_find_processors_by_the_name_without_a_unit()
    {
        using Machine machine = Machine.Of("pi4");

        Assert.Equal("2253", Reading.Of(new SampleWriter([], new FamilyAliases(DashboardNames.BeforeUnits)), samples => new ProcessorTimes().Read(machine.Roots, samples))["node_cpu{cpu=\"0\",mode=\"user\"}"]);
    }
}
