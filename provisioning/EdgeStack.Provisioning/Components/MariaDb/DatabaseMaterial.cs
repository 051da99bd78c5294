using System.Collections.Frozen;
using EdgeStack.Provisioning.Certificates;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Secrets;

namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>What the steps need that neither stands in the inventory nor on the node: fetched before anything is planned, so that judging stays pure.</summary>
/// <param name="Logins">How each user logs in, by name.</param>
/// <param name="Certificate">The server's; null without TLS.</param>
internal sealed record DatabaseMaterial(FrozenDictionary<string, Authentication> Logins, ServerCertificate? Certificate)
{
    private const int ShortestPassword = 8;

    /// <summary>For whoever only wants to know which steps there are.</summary>
    public static DatabaseMaterial Nothing(Database database) =>
        new(FrozenDictionary<string, Authentication>.Empty, database.RequiresTls ? new ServerCertificate("", "", new Secret(""), default, default) : null);

    /// <exception cref="SecretException">A password or a certificate cannot be had.</exception>
    public static async Task<DatabaseMaterial> FetchAsync(InventoryFile inventory, Database database, SecretStore secrets, TimeProvider time, CancellationToken stop)
    {
        Dictionary<string, Authentication> logins = new(StringComparer.Ordinal);
        foreach (DatabaseUser user in database.Users)
        {
            string what = $"password of the database's user {user.Name}";
            Secret password = await secrets.FetchAsync(user.Password, what, stop);
            if (password.Reveal().Length < ShortestPassword)
                throw new SecretException($"{what}: is shorter than {ShortestPassword} characters");
            logins[user.Name] = Authentication.Password(password);
        }

        ServerCertificate? certificate = database.RequiresTls
            ? new CertificateAuthority(inventory.Folder.Certificates, inventory.Cluster.Name, time).For("mariadb", NamesOf(inventory.Cluster, database))
            : null;
        return new DatabaseMaterial(logins.ToFrozenDictionary(StringComparer.Ordinal), certificate);
    }

    private static string[] NamesOf(Cluster cluster, Database database)
    {
        string address = cluster.Nodes.First(node => node.Name == database.Node).Address;
        string[] bind = database.Bind is Database.OnNode or Database.OnAll or Database.OnLocal ? [] : [database.Bind];
        return [.. ((string[])[database.Node, cluster.DatabaseName, address, .. bind, "localhost", "127.0.0.1", "::1"]).Distinct(StringComparer.Ordinal)];
    }
}
