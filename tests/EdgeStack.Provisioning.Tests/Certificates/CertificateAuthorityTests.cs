using System.Security.Cryptography.X509Certificates;
using CliWrap;
using CliWrap.Buffered;
using EdgeStack.Provisioning.Certificates;
using EdgeStack.Provisioning.Inventory;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Provisioning.Tests.Certificates;

public sealed class CertificateAuthorityTests : IDisposable
{
    private static readonly string[] Names = ["db", "10.0.0.3", "::1"];

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero));

    private string Folder => _folder.File("certificates");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_certificate_is_given_until_a_year_before_its_end()
    {
        ServerCertificate first = Issue();
        _time.Advance(TimeSpan.FromDays(700));
        Assert.Equal(first.Pem, Issue().Pem);
        _time.Advance(TimeSpan.FromDays(60));
        ServerCertificate second = Issue();
        Assert.NotEqual(first.Pem, second.Pem);
        Assert.Equal(first.AuthorityPem, second.AuthorityPem);
    }

    [Fact]
    public void Other_names_are_another_certificate_of_the_same_authority()
    {
        ServerCertificate first = Issue(), second = Issue("db", "10.0.0.4");
        Assert.NotEqual(first.Pem, second.Pem);
        Assert.Equal(first.AuthorityPem, second.AuthorityPem);
    }

    [Fact]
    public void An_authority_near_its_end_goes_on_under_its_key_so_that_who_trusts_the_old_one_trusts_the_new()
    {
        string old = Issue().AuthorityPem;
        _time.Advance(TimeSpan.FromDays(365 * 17));
        ServerCertificate later = Issue();
        Assert.NotEqual(old, later.AuthorityPem);
        Assert.True(IsTrusted(later.Pem, old));
        Assert.True(IsTrusted(later.Pem, later.AuthorityPem));
    }

    [Fact]
    public async Task OpenSSL_trusts_it_for_each_of_its_names_and_for_no_other()
    {
        Issue();
        foreach ((string option, string name, bool isTrusted) in ((string, string, bool)[])[("-verify_hostname", "db", true), ("-verify_ip", "10.0.0.3", true), ("-verify_ip", "::1", true), ("-verify_hostname", "other", false), ("-verify_ip", "10.0.0.4", false)])
        {
            BufferedCommandResult result = await Cli.Wrap("openssl").WithArguments(["verify", "-x509_strict", "-purpose", "sslserver", "-attime", $"{_time.GetUtcNow().ToUnixTimeSeconds()}", "-CAfile", Path.Combine(Folder, "ca.pem"), option, name, Path.Combine(Folder, "mariadb.pem")])
                .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
            Assert.True(isTrusted == (result.ExitCode == 0), $"{name}: {result.StandardError}");
        }
    }

    [Fact]
    public void Keys_are_for_this_user_alone()
    {
        Issue();
        Assert.All((string[])["ca-key.pem", "mariadb-key.pem"], key => Assert.Equal((key, "UserWrite, UserRead"), (key, Mode(key))));
    }

    [Fact]
    public void Half_of_a_pair_is_made_again()
    {
        ServerCertificate first = Issue();
        File.WriteAllText(Path.Combine(Folder, "mariadb-key.pem"), File.ReadAllText(Path.Combine(Folder, "ca-key.pem")));
        ServerCertificate second = Issue();
        Assert.NotEqual(first.Pem, second.Pem);
        using X509Certificate2 pair = X509Certificate2.CreateFromPem(second.Pem, second.Key.Reveal());
        Assert.True(pair.HasPrivateKey);
    }

    [Fact]
    public void An_authority_whose_key_is_lost_is_not_replaced_by_another()
    {
        Issue();
        File.Delete(Path.Combine(Folder, "ca-key.pem"));
        Assert.Contains("is missing, and only it signs what clients trust", Assert.Throws<SecretException>(() => Issue()).Message, StringComparison.Ordinal);
    }

    private string Mode(string file) => new FileInfo(Path.Combine(Folder, file)).UnixFileMode.ToString();

    private ServerCertificate Issue(params string[] names) => new CertificateAuthority(Folder, "home", _time).For("mariadb", names.Length > 0 ? names : Names);

    private bool IsTrusted(string certificate, string authority)
    {
        using X509Certificate2 server = X509Certificate2.CreateFromPem(certificate), root = X509Certificate2.CreateFromPem(authority);
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = _time.GetUtcNow().LocalDateTime;
        return chain.Build(server);
    }
}
