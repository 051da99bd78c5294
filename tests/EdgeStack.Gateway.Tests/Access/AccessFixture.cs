using EdgeStack.Gateway.Access;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Gateway.Tests.Access;

/// <summary>The keys of the team <see cref="AccessLogin.Team"/> as a gateway has them, with a clock of its own.</summary>
internal sealed class AccessFixture : IAsyncDisposable
{
    private readonly KeyEndpoint _endpoint;
    private readonly ILoggerFactory _logging;

    private AccessFixture(KeyServer server)
    {
        _logging = LoggerFactory.Create(logging => logging.AddProvider(Log));
        Server = server;
        _endpoint = server.Endpoint(Time);
        Teams = new AccessTeams(_endpoint, Time, _logging.CreateLogger<TeamKeys>());
        Keys = Teams.Of(AccessLogin.Team);
        Tokens = new TokenVerifier(Keys, [AccessLogin.Audience], Time);
    }

    public FakeTimeProvider Time { get; } = new();

    public LogMemory Log { get; } = new();

    public KeyServer Server { get; }

    public AccessTeams Teams { get; }

    public TeamKeys Keys { get; }

    public TokenVerifier Tokens { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public static async Task<AccessFixture> StartAsync(params SigningKey[] published) => new(await KeyServer.StartAsync(published));

    public async Task<AccessVerdict> JudgeAsync(params string[] lines) => await Tokens.VerifyAsync(lines, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _endpoint.Dispose();
        _logging.Dispose();
        await Server.DisposeAsync();
    }
}
