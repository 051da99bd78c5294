using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgeStack.Provisioning.Certificates;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>The server's certificate and key, and the authority that clients check it with. A server that uses them already takes new ones over without another start.</summary>
internal sealed class ServerTls(ServerCertificate certificate) : IStep
{
    private const string Folder = "/etc/mysql/edgestack";

    public const string Authority = $"{Folder}/ca.pem", Certificate = $"{Folder}/server-cert.pem", Key = $"{Folder}/server-key.pem";

    // The server tells these of an encrypted connection alone; the socket can be one. Whose name is on the certificate does not matter here.
    private static readonly FactQuery.Command InUse = SqlScript.Query("SELECT 'ssl_cert', @@ssl_cert; SHOW SESSION STATUS LIKE 'Ssl_server_not_%';", "--ssl --skip-ssl-verify-server-cert");

    // The node's clock does not count: it may be late after a power cut, and is set later.
    private readonly ImmutableArray<ManagedFile> _files =
    [
        new(Authority, Content.OfText(certificate.AuthorityPem)),
        new(Key, Content.OfSecret(Encoding.ASCII.GetBytes(certificate.Key.Reveal()))) { Owner = "root:mysql", Mode = "640" },
        new(Certificate, Content.OfText(certificate.Pem)) { Check = $"openssl verify -no_check_time -CAfile {Authority} \"$1\"" },
    ];

    public string Name => "db.tls";

    public string Title => "MariaDB's certificate, of the cluster's own authority";

    public ImmutableArray<FactQuery> Queries => [.. _files.Select(file => file.Query), InUse];

    public StepOutcome Judge(NodeFacts facts)
    {
        // Renewed under its own key, clients of before go on with the one that they have.
        if (facts.Of(_files[0].Query) is { } there && KeyOf(there.Text) is { } key && KeyOf(certificate.AuthorityPem) is { } own && !key.SequenceEqual(own))
        {
            return new StepOutcome.Blocked("its certificates come from another authority than the one beside this inventory: whoever trusts that one would be shut out",
                $"copy .edgestack/certificates from where the cluster was made; when it is lost, `sudo rm {Authority}` on the node, and give clients the new .edgestack/certificates/ca.pem");
        }

        ImmutableArray<Difference.File> files = [.. _files.Select(file => file.Compare(facts.Own)).OfType<Difference.File>()];
        List<Difference> differences = [.. files];
        List<NodeAction> actions = [.. files.Select(file => new NodeAction.WriteFile(file.Wanted))];
        // Until db.config has told the server of them, no other certificate is in use that would have to go.
        ImmutableDictionary<string, string> now = Rows(facts[InUse]);
        if (now.GetValueOrDefault("ssl_cert") == Certificate && (!files.IsEmpty || !IsInUse(now)))
        {
            differences.Add(new Difference.Value("certificate in use", now.GetValueOrDefault("Ssl_server_not_after") is { Length: > 0 } end ? $"ends {end}" : "another", $"ends {certificate.NotAfter:yyyy-MM-dd}"));
            actions.Add(SqlScript.Run("let MariaDB read its certificate", ["FLUSH SSL"]));
        }

        return actions.Count == 0 ? StepOutcome.Unchanged.Instance : new StepOutcome.Change([.. differences], [.. actions]);
    }

    // Null for what is no certificate: that is nobody's.
    private static byte[]? KeyOf(string pem)
    {
        try
        {
            using X509Certificate2 authority = X509Certificate2.CreateFromPem(pem);
            return authority.GetPublicKey();
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private bool IsInUse(ImmutableDictionary<string, string> now) =>
        Moment(now.GetValueOrDefault("Ssl_server_not_before")) == certificate.NotBefore && Moment(now.GetValueOrDefault("Ssl_server_not_after")) == certificate.NotAfter;

    private static ImmutableDictionary<string, string> Rows(FactAnswer answer) => answer.ExitCode != 0
        ? ImmutableDictionary<string, string>.Empty
        : answer.Lines.Select(line => line.Split('\t', 2)).Where(row => row.Length == 2).ToImmutableDictionary(row => row[0], row => row[1], StringComparer.Ordinal);

    // As OpenSSL writes it: Nov  3 02:56:44 2026 GMT.
    private static DateTimeOffset? Moment(string? text) => text is not null
        && DateTimeOffset.TryParseExact(text, "MMM d HH:mm:ss yyyy 'GMT'", CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite | DateTimeStyles.AssumeUniversal, out DateTimeOffset moment) ? moment : null;
}
