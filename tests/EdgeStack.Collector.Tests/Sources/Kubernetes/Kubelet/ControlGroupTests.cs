using EdgeStack.Collector.Sources.Kubernetes.Kubelet;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.Kubelet;

public sealed class ControlGroupTests
{
    private const string Id = "6f9c18e60f5e2e7c62b37fd13450ec5b343006aefe9ba0beed385f9f8cfe4b82";

    [Theory]
    [InlineData("/", "", "", true)]
    [InlineData("/kubepods", "", "", true)]
    [InlineData("/kubepods/burstable", "", "", true)]
    [InlineData("/kubepods/burstable/pode4d05b49-393a", "e4d05b49-393a", "", true)]
    [InlineData($"/kubepods/burstable/pode4d05b49-393a/{Id}", "e4d05b49-393a", Id, true)]
    [InlineData($"/kubepods/podaa/{Id}", "aa", Id, true)]
    [InlineData($"/kubepods/podaa/{Id}/inner", "aa", "", true)]
    [InlineData("/kubepods.slice", "", "", true)]
    [InlineData("/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pode4d0_393a.slice", "e4d0_393a", "", true)]
    [InlineData($"/kubepods.slice/kubepods-pode4d0_393a.slice/cri-containerd-{Id}.scope", "e4d0_393a", Id, true)]
    [InlineData($"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podaa.slice/crio-{Id}.scope", "aa", Id, true)]
    [InlineData($"/k3s/kubepods/besteffort/podaa/{Id}", "aa", Id, true)]
    [InlineData("/system.slice/ssh.service", "", "", false)]
    [InlineData("/user.slice", "", "", false)]
    [InlineData("", "", "", false)]
    public void A_path_says_which_pod_and_container_it_is(string path, string uid, string id, bool isShown)
    {
        ControlGroup group = ControlGroup.Of(path);
        Assert.Equal((uid, id, isShown), (group.PodUid.ToString(), group.ContainerId.ToString(), group.IsShown));
    }

    [Fact]
    public void No_path_at_all_throws() => Fuzz.Run([$"/kubepods/burstable/podaa/{Id}", $"/kubepods.slice/kubepods-podaa.slice/cri-containerd-{Id}.scope"], path => _ = ControlGroup.Of(path));
}
