using System.Collections.Immutable;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Nfs;

/// <summary>What mounts NFS. Where the kernel cannot, a client that needs none, so that at least the server is tried.</summary>
internal sealed class ClientPackages : IStep
{
    private const string StepName = "nfs.client", What = "the client of NFS";

    private static readonly PackageStep Mounting = new(StepName, What, new NameList(["nfs-common"]));
    private static readonly PackageStep Library = new(StepName, What, new NameList(["libnfs-utils"]));

    public string Name => StepName;

    public string Title => What;

    public ImmutableArray<FactQuery> Queries => [NfsKernel.ClientQuery, .. Mounting.Queries, .. Library.Queries];

    public StepOutcome Judge(NodeFacts facts)
    {
        if (NfsKernel.Mounts(facts))
            return Mounting.Judge(facts);
        StepOutcome outcome = Library.Judge(facts);
        return outcome is StepOutcome.Unchanged ? new StepOutcome.Unsupported("its kernel cannot mount NFS, so neither can its pods; exports are tried through libnfs-utils") : outcome;
    }
}
