using EdgeStack.Collector.Sources.Kubernetes.ApiServer;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.ApiServer;

/// <summary>Pages of API servers, shortened, and what is shown of them, in one file each.</summary>
public sealed class ApiServerGoldenTests
{
    public static TheoryData<string> Cases => new(GoldenCase.Names("Goldens"));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_shown_of_a_page_is_written_down(string name)
    {
        GoldenCase golden = GoldenCase.Read("Goldens", name);
        await using ClusterScene scene = await ClusterScene.StartAsync(server => server.Show(golden.Input));
        scene.Server.ServerAddress = "192.0.2.1:6443";
        Reading reading = await scene.ReadAsync(new ApiServerSource(scene.Api, ClusterScene.Alone, new ApiServerOptions(), ClusterScene.Every));
        golden.Check(reading.Golden("/"));
    }
}
