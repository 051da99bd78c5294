using System.Text;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Gateway.Tests.Middlewares;

public sealed class BasicAuthTests : IDisposable
{
    private const string Secret = "$2y$04$lq/I9nu6TG1h6T1d6ze3LOSCktF3ECT.FLCcWsUzEp4B4yv3f3D/2";
    private const string Umlauts = "$2y$04$3XATuLjeAAcYUfUrsk.qHuR/wvR3vYNOWdnpcav.fwd5SfI/o7ipO";

    private readonly FakeTimeProvider _time = new();
    private readonly FakeSecrets _secrets = new();
    private readonly PasswordVerifier _verifier;

    public BasicAuthTests() => _verifier = new PasswordVerifier(_time);

    public void Dispose() => _verifier.Dispose();

    [Theory]
    [InlineData("ann:secret", 0)]
    [InlineData("ann:Secret", 401)]
    [InlineData("Ann:secret", 401)]
    [InlineData("bob:secret", 401)]
    [InlineData(":secret", 401)]
    [InlineData("ann:", 401)]
    [InlineData("änn:pässwörd", 0)]
    public async Task Who_knows_a_user_s_password_comes_in(string login, int status)
    {
        BasicAuth auth = Of(new MiddlewareSpec.BasicAuth(Inline($"ann:{Secret}", $"änn:{Umlauts}")));
        foreach (Encoding encoding in (Encoding[])[Encoding.UTF8, Encoding.Latin1])
        {
            Visit visit = new Visit().WithLogin(login, encoding);
            Assert.Equal(status, await visit.AnswerAsync(auth));
            Assert.Equal(status == 0 ? login.Split(':')[0] : null, visit.Exchange.User);
        }
    }

    [Fact]
    public async Task Others_are_asked_for_a_password()
    {
        Visit visit = new();
        Assert.Equal(401, await visit.AnswerAsync(Of(new MiddlewareSpec.BasicAuth(Inline($"ann:{Secret}")) { Realm = "My realm" })));
        Assert.Equal("Basic realm=\"My realm\", charset=\"UTF-8\"", visit.Sent.WWWAuthenticate);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic !!!not base64!!!")]
    [InlineData("Basic bm9jb2xvbg==")]
    [InlineData("Digest username=\"ann\"")]
    public async Task A_hostile_header_is_no_login(string header) =>
        Assert.Equal(401, await new Visit().With("Authorization", header).AnswerAsync(Of(new MiddlewareSpec.BasicAuth(Inline($"ann:{Secret}")))));

    [Fact]
    public async Task Neither_is_a_huge_or_a_doubled_one()
    {
        BasicAuth auth = Of(new MiddlewareSpec.BasicAuth(Inline($"ann:{Secret}")));
        Assert.Equal(401, await new Visit().WithLogin("ann:" + new string('x', 64 * 1024)).AnswerAsync(auth));
        string right = "Basic " + Convert.ToBase64String("ann:secret"u8);
        Assert.Equal(401, await new Visit().With("Authorization", right, right).AnswerAsync(auth));
    }

    [Fact]
    public async Task The_service_can_be_told_the_user_and_not_the_password()
    {
        BasicAuth auth = Of(new MiddlewareSpec.BasicAuth(Inline($"ann:{Secret}")) { HeaderField = "X-WebAuth-User", RemoveHeader = true });
        Visit visit = new Visit().WithLogin("ann:secret").With("X-WebAuth-User", "root").With("X_WebAuth_User", "root");
        Assert.True(await visit.PassesAsync(auth));
        Assert.Equal(("X-WebAuth-User", "ann"), visit.Context.Request.Headers.Where(header => header.Key != "Host").Select(header => (header.Key, header.Value.ToString())).Single());
        Visit trusted = new Visit().WithLogin("ann:secret");
        Assert.True(await trusted.PassesAsync(Of(new MiddlewareSpec.BasicAuth(Inline($"ann:{Secret}")) { HeaderField = "X-Forwarded-User" })));
        Assert.Equal(KeyValuePair.Create("X-Forwarded-User", (string?)"ann"), Assert.Single(trusted.Exchange.TrustedHeaders));
        Assert.NotEmpty(trusted.Context.Request.Headers.Authorization.ToString());
    }

    [Fact]
    public async Task A_missing_secret_lets_nobody_in_until_it_is_there_and_a_changed_one_counts_at_once()
    {
        BasicAuth auth = Of(new MiddlewareSpec.BasicAuth(new UserSource.Secret("api-users")));
        Visit before = new Visit().WithLogin("ann:secret");
        Assert.Equal(503, await before.AnswerAsync(auth));
        Assert.Equal("basicAuth: secret shop/api-users is missing", before.Exchange.Refusal);
        _secrets.Set(("users", $"ann:{Secret}\n"));
        Assert.Equal(0, await new Visit().WithLogin("ann:secret").AnswerAsync(auth));
        _secrets.Set(("users", $"ann:{Umlauts}\n"));
        Assert.Equal(401, await new Visit().WithLogin("ann:secret").AnswerAsync(auth));
        Assert.Equal(0, await new Visit().WithLogin("ann:pässwörd").AnswerAsync(auth));
        _secrets.Set(("users", "# nobody\n"));
        Assert.Equal(503, await new Visit().WithLogin("ann:pässwörd").AnswerAsync(auth));
        _secrets.Set(("tls.key", "x"));
        Assert.Equal(503, await new Visit().WithLogin("ann:pässwörd").AnswerAsync(auth));
        _secrets.Remove();
        Assert.Equal(503, await new Visit().WithLogin("ann:pässwörd").AnswerAsync(auth));
    }

    [Theory]
    [InlineData("ann", "hunter2", "ann:hunter2", 0)]
    [InlineData("ann", "hunter2", "ann:hunter3", 401)]
    [InlineData("ann", "hunter2", "bob:hunter2", 401)]
    [InlineData("ann", "", "ann:", 503)]
    [InlineData("", "hunter2", ":hunter2", 503)]
    public async Task A_secret_of_type_basic_auth_holds_one_user(string user, string password, string login, int status)
    {
        _secrets.Set(("username", user), ("password", password));
        Assert.Equal(status, await new Visit().WithLogin(login).AnswerAsync(Of(new MiddlewareSpec.BasicAuth(new UserSource.Secret("api-users")))));
    }

    [Fact]
    public async Task A_file_is_looked_at_again_every_second()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "users");
        BasicAuth auth = Of(new MiddlewareSpec.BasicAuth(new UserSource.File(file)));
        Visit before = new Visit().WithLogin("ann:secret");
        Assert.Equal(503, await before.AnswerAsync(auth));
        Assert.Equal($"basicAuth: file {file} cannot be read: No such file or directory", before.Exchange.Refusal);
        await File.WriteAllTextAsync(file, $"ann:{Secret}\n", TestContext.Current.CancellationToken);
        Assert.Equal(503, await new Visit().WithLogin("ann:secret").AnswerAsync(auth));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await new Visit().WithLogin("ann:secret").AnswerAsync(auth));
        File.Delete(file);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(503, await new Visit().WithLogin("ann:secret").AnswerAsync(auth));
        await File.WriteAllTextAsync(file, $"bob:{Secret}\n", TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, await new Visit().WithLogin("ann:secret").AnswerAsync(auth));
        Directory.CreateDirectory(Path.Combine(folder.Path, "d"));
        Assert.Equal(503, await new Visit().AnswerAsync(Of(new MiddlewareSpec.BasicAuth(new UserSource.File(Path.Combine(folder.Path, "d"))))));
        File.CreateSymbolicLink(Path.Combine(folder.Path, "endless"), "/dev/zero");
        Assert.Equal(503, await new Visit().AnswerAsync(Of(new MiddlewareSpec.BasicAuth(new UserSource.File(Path.Combine(folder.Path, "endless"))))));
    }

    [Fact]
    public async Task A_user_whose_name_cannot_stand_in_a_header_is_not_let_in_and_the_log_says_why()
    {
        BasicAuth auth = Of(new MiddlewareSpec.BasicAuth(new UserSource.Secret("api-users")) { HeaderField = "X-User" });
        _secrets.Set(("users", $"änn:{Umlauts}\nann:{Secret}\n"));
        for (int i = 0; i < 2; i++)
        {
            Visit visit = new Visit().WithLogin("änn:pässwörd");
            Assert.Equal(503, await visit.AnswerAsync(auth));
            Assert.Equal("basicAuth: the user's name cannot stand in the header X-User", visit.Exchange.Refusal);
            Assert.Null(visit.Exchange.User);
        }

        Assert.Equal(0, await new Visit().WithLogin("ann:secret").AnswerAsync(auth));
        Assert.Equal(401, await new Visit().WithLogin("änn:wrong").AnswerAsync(auth));
    }

    private BasicAuth Of(MiddlewareSpec.BasicAuth spec) => new(spec, UserListSource.Of(spec.Users, "shop", _secrets.Look, _time), _verifier, "shop/api/0", NullLogger.Instance);

    private static UserSource.Inline Inline(params string[] lines) => new(new OptionList<UserEntry>([.. Htpasswd.Read(string.Join('\n', lines)).Users]));
}
