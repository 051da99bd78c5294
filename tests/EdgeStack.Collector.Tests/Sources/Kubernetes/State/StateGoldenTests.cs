using EdgeStack.Collector.Sources.Kubernetes.State;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.State;

/// <summary>Objects as the API server has them, and the families that they become, in one file each.</summary>
public sealed class StateGoldenTests
{
    public static TheoryData<string> Cases => new(GoldenCase.Names("Goldens"));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Objects_become_the_families_that_are_written_down(string name)
    {
        GoldenCase golden = GoldenCase.Read("Goldens", name);
        StateOptions options = new() { Secrets = true };
        foreach (string plural in StateOptions.LabelledKinds)
            options.Labels.Add(plural, ["app.kubernetes.io/name", "wantedLabel"]);
        await using ClusterScene scene = await ClusterScene.StartAsync(server => ClusterScene.Put(server, golden.Input), options);
        Reading reading = scene.ReadState();
        Assert.Empty(reading.Problems);
        golden.Check(string.Concat(reading.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#') && !line.StartsWith("edgestack_", StringComparison.Ordinal)).Select(line => line + "\n")));
    }
}
