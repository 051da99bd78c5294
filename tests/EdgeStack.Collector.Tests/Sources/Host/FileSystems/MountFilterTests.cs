using EdgeStack.Collector.Sources.Host.FileSystems;

namespace EdgeStack.Collector.Tests.Sources.Host.FileSystems;

public sealed class MountFilterTests
{
    [Theory]
    [InlineData("/", "ext4", false)]
    [InlineData("/boot/firmware", "vfat", false)]
    [InlineData("/run", "tmpfs", false)]
    [InlineData("/srv", "nfs4", false)]
    [InlineData("/mnt/usb", "fuseblk", false)]
    [InlineData("/devices", "ext4", false)]
    [InlineData("/var/lib/rancher", "ext4", false)]
    [InlineData("/dev", "devtmpfs", true)]
    [InlineData("/dev/shm", "tmpfs", true)]
    [InlineData("/proc/sys/fs/binfmt_misc", "autofs", true)]
    [InlineData("/sys/fs/cgroup", "tmpfs", true)]
    [InlineData("/run/credentials/systemd-sysusers.service", "ramfs", true)]
    [InlineData("/run/k3s/containerd/io.containerd.grpc.v1.cri/sandboxes/1/shm", "tmpfs", true)]
    [InlineData("/var/lib/kubelet/pods/1/volumes/kubernetes.io~nfs/pvc", "nfs4", true)]
    [InlineData("/var/lib/rancher/k3s/agent/containerd", "ext4", true)]
    [InlineData("/var/lib/docker/overlay2/1/merged", "ext4", true)]
    [InlineData("/elsewhere", "overlay", true)]
    [InlineData("/elsewhere", "cgroup2", true)]
    [InlineData("/elsewhere", "squashfs", true)]
    public void Mounts_of_containers_and_of_the_kernel_are_left_out(string point, string type, bool isExcluded) =>
        Assert.Equal(isExcluded, MountFilter.Default.Excludes(MountTable.Parse($"1 0 8:1 / {point} rw - {type} x rw")!));
}
