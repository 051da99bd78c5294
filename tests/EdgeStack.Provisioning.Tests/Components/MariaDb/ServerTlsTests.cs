using System.Text;
using EdgeStack.Provisioning.Certificates;
using EdgeStack.Provisioning.Components.MariaDb;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Provisioning.Tests.Components.MariaDb;

public sealed class ServerTlsTests
{
    private const string InUse = "Ssl_server_not_", Start = "Nov  3 01:02:03 2026 GMT", End = "Nov  3 01:02:03 2029 GMT";

    private static readonly ServerTls Step = new(new ServerCertificate("authority\n", "certificate\n", new Secret("the key"), new DateTimeOffset(2026, 11, 3, 1, 2, 3, TimeSpan.Zero), new DateTimeOffset(2029, 11, 3, 1, 2, 3, TimeSpan.Zero)));

    [Fact]
    public void For_a_server_that_does_not_use_them_yet_files_are_written_and_nothing_else()
    {
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(new MadeUpFacts().Judge(Step));
        Assert.Equal(3, change.Actions.OfType<NodeAction.WriteFile>().Count());
        Assert.Equal(3, change.Actions.Length);
        Assert.DoesNotContain("the key", string.Join('\n', change.Differences.SelectMany(DifferenceText.Lines)), StringComparison.Ordinal);
        NodeAction.WriteFile key = Assert.Single(change.Actions.OfType<NodeAction.WriteFile>(), write => write.File.Content.IsSecret);
        Assert.Equal(("root:mysql", "640"), (key.File.Owner, key.File.Mode));
    }

    [Fact]
    public void With_the_certificate_in_use_there_is_nothing_to_do() => Assert.IsType<StepOutcome.Unchanged>(Files(new MadeUpFacts()).Answers(InUse, Using(ServerTls.Certificate, Start, End)).Judge(Step));

    [Theory]
    [InlineData("Nov  2 01:02:03 2026 GMT", End)]
    [InlineData(Start, "Nov  2 01:02:03 2029 GMT")]
    [InlineData("", "")]
    public void A_server_with_another_certificate_in_use_reads_the_new_one_without_another_start(string start, string end)
    {
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(Files(new MadeUpFacts()).Answers(InUse, Using(ServerTls.Certificate, start, end)).Judge(Step));
        Assert.EndsWith("FLUSH SSL;\n", Encoding.UTF8.GetString(Assert.IsType<NodeAction.Run>(Assert.Single(change.Actions)).Input.AsSpan()), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_somebody_elses_that_a_server_uses_are_db_configs_matter() => Assert.IsType<StepOutcome.Unchanged>(Files(new MadeUpFacts()).Answers(InUse, Using("/etc/other.pem", "", "")).Judge(Step));

    [Fact]
    public void Another_operator_without_the_authority_is_stopped_before_clients_are_shut_out()
    {
        using TemporaryFolder first = new(), second = new();
        FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero));
        ServerCertificate ours = new CertificateAuthority(first.Path, "home", time).For("mariadb", ["store"]), others = new CertificateAuthority(second.Path, "home", time).For("mariadb", ["store"]);
        ManagedFile there = new(ServerTls.Authority, Content.OfText(ours.AuthorityPem));
        Assert.StartsWith("its certificates come from another authority", Assert.IsType<StepOutcome.Blocked>(new MadeUpFacts().Has(there).Judge(new ServerTls(others))).Why, StringComparison.Ordinal);
        Assert.IsType<StepOutcome.Change>(new MadeUpFacts().Has(there).Judge(new ServerTls(ours)));

        // Near its end the authority is another certificate under the same key.
        time.Advance(TimeSpan.FromDays(365 * 17));
        ServerCertificate later = new CertificateAuthority(first.Path, "home", time).For("mariadb", ["store"]);
        Assert.NotEqual(ours.AuthorityPem, later.AuthorityPem);
        Assert.IsType<StepOutcome.Change>(new MadeUpFacts().Has(there).Judge(new ServerTls(later)));
    }

    private static MadeUpFacts Files(MadeUpFacts facts)
    {
        foreach (NodeAction.WriteFile write in ((StepOutcome.Change)new MadeUpFacts().Judge(Step)).Actions.OfType<NodeAction.WriteFile>())
            facts.Has(write.File);
        return facts;
    }

    private static string Using(string file, string start, string end) => $"ssl_cert\t{file}\nSsl_server_not_after\t{end}\nSsl_server_not_before\t{start}\n";
}
