using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeStack.Provisioning.Components.Base;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Nfs;

/// <summary>nfs-ganesha: a server of NFS 4 that needs nothing of the kernel, with the exports in its configuration.</summary>
internal sealed class GaneshaServer(Cluster cluster, Storage storage) : IStep
{
    public const string Unit = "nfs-ganesha.service";

    private const string StepName = "nfs.server", What = "the NFS server, and what it exports to whom";

    public string Name => StepName;

    public string Title => What;

    public ImmutableArray<FactQuery> Queries => [NodeAddresses.Query, .. StepOf([.. storage.Exports.Select(_ => ImmutableArray<string>.Empty)]).Queries];

    public StepOutcome Judge(NodeFacts facts)
    {
        List<ImmutableArray<string>> clients = [];
        foreach (NfsExport export in storage.Exports)
        {
            (ImmutableArray<string> addresses, StepOutcome.Blocked? blocked) = ExportClients.Of(export, cluster, storage, facts);
            if (blocked is not null)
                return blocked;
            clients.Add(addresses);
        }

        StepOutcome outcome = StepOf([.. clients]).Judge(facts);
        return outcome is StepOutcome.Change change ? change with { Warning = ExportClients.Warning(storage) } : outcome;
    }

    /// <summary>ganesha.conf.</summary>
    /// <param name="exports">What is exported.</param>
    /// <param name="clients">For each of them: addresses and ranges.</param>
    public static string Configuration(ImmutableArray<NfsExport> exports, ImmutableArray<ImmutableArray<string>> clients)
    {
        StringBuilder text = new("""
            # managed by edgestack: nfs.server
            NFS_CORE_PARAM {
              Protocols = 4;
              NFS_Port = 2049;
              Enable_NLM = false;
              Enable_RQUOTA = false;
            }

            NFSv4 {
              Only_Numeric_Owners = true;
              # Started anew, it lets clients of before go first for so long: 90 s is what everybody would wait.
              Lease_Lifetime = 20;
              Grace_Period = 30;
            }

            """);
        foreach ((NfsExport export, ushort id, ImmutableArray<string> addresses) in exports.Zip(IdsOf(exports), clients))
        {
            text.Append(CultureInfo.InvariantCulture, $$"""

                EXPORT {
                  Export_Id = {{id}};
                  Path = {{export.Path}};
                  Pseudo = {{export.Path}};
                  Protocols = 4;
                  Transports = TCP;
                  SecType = sys;
                  Access_Type = NONE;
                  Squash = {{Squash(export)}};
                  Anonymous_Uid = {{export.Anonymous.User}};
                  Anonymous_Gid = {{export.Anonymous.Group}};
                  FSAL { Name = VFS; }
                  CLIENT { Clients = {{string.Join(", ", addresses)}}; Access_Type = RW; }
                }

                """);
        }

        return text.ToString();
    }

    /// <summary>Numbers that stay when others come and go: clients hold on to what they have open by them.</summary>
    public static ImmutableArray<ushort> IdsOf(ImmutableArray<NfsExport> exports)
    {
        HashSet<ushort> taken = [];
        Dictionary<string, ushort> ids = new(StringComparer.Ordinal);
        foreach (string name in exports.Select(export => export.Name).Order(StringComparer.Ordinal))
        {
            ushort id = (ushort)(1 + (BitConverter.ToUInt16(SHA256.HashData(Encoding.UTF8.GetBytes(name))) % 60000));
            while (!taken.Add(id))
                id = (ushort)(1 + (id % 60000));
            ids[name] = id;
        }

        return [.. exports.Select(export => ids[export.Name])];
    }

    private FileStep StepOf(ImmutableArray<ImmutableArray<string>> clients)
    {
        ManagedFile configuration = new("/etc/ganesha/ganesha.conf", Content.OfText(Configuration(storage.Exports, clients))), unit = ExportClients.UnitFile(Unit, storage);
        return new FileStep(StepName, What, [configuration, unit], new UnitState(Unit, [configuration, unit]));
    }

    private static string Squash(NfsExport export) => export.Squash switch
    {
        NfsExport.SquashAll => "All_Squash",
        NfsExport.SquashNone => "No_Root_Squash",
        _ => "Root_Squash",
    };
}
