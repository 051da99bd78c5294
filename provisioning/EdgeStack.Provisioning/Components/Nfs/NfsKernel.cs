using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Nfs;

/// <summary>What the kernel of a node can do of NFS, now or with a module that it has.</summary>
internal static class NfsKernel
{
    public static FactQuery.Command ServerQuery { get; } = new("if grep -qw nfsd /proc/filesystems || modprobe -n -q nfsd 2>/dev/null; then echo yes; else echo no; fi");

    public static FactQuery.Command ClientQuery { get; } = new("if grep -qw nfs4 /proc/filesystems || modprobe -n -q nfsv4 2>/dev/null; then echo yes; else echo no; fi");

    public static bool Serves(NodeFacts facts) => facts[ServerQuery].Text == "yes";

    public static bool Mounts(NodeFacts facts) => facts[ClientQuery].Text == "yes";
}
