using System.Collections.Immutable;
using EdgeStack.Gateway.Access;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Gateway.Tests.Access;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Gateway.Tests.Middlewares;

public sealed class MiddlewareChainTests : IDisposable
{
    private readonly List<string> _log = [];
    private readonly KeyEndpoint _endpoint = new(TimeProvider.System, _ => throw new InvalidOperationException("nobody was to ask"));

    public void Dispose() => _endpoint.Dispose();

    [Fact]
    public async Task Middlewares_run_in_order_until_one_answers()
    {
        List<string> ran = [];
        MiddlewareChain chain = Chain(new Step("a", ran, true), new Step("b", ran, false), new Step("c", ran, true));
        Visit visit = new();
        Assert.False(await chain.BeforeAsync(visit.Context, visit.Exchange));
        Assert.Equal(["a", "b"], ran);
    }

    [Fact]
    public async Task Those_that_were_passed_change_the_response_from_the_inside_out()
    {
        List<string> ran = [];
        MiddlewareChain chain = Chain(new Step("a", ran, true), new Step("b", ran, true), new Step("c", ran, false), new Step("d", ran, true));
        Visit visit = new();
        await chain.BeforeAsync(visit.Context, visit.Exchange);
        ran.Clear();
        chain.ChangeResponse(visit.Context, visit.Exchange);
        Assert.Equal(["b changes", "a changes"], ran);
    }

    [Fact]
    public async Task A_middleware_that_breaks_lets_nothing_through_and_says_so_once()
    {
        List<string> ran = [];
        MiddlewareChain chain = Chain(new Broken(), new Step("b", ran, true));
        for (int i = 0; i < 3; i++)
        {
            Visit visit = new();
            Assert.False(await chain.BeforeAsync(visit.Context, visit.Exchange));
            Assert.Equal(503, visit.Status);
            Assert.Empty(visit.Sent.Location.ToString());
            Assert.Equal("middleware broken failed: FormatException", visit.Exchange.Refusal);
        }

        Assert.Empty(ran);
        Assert.Equal("Middleware broken of route shop/api/0 failed with FormatException; its requests are answered with 503. Further failures of this route are not logged", Assert.Single(_log));
    }

    [Fact]
    public async Task A_visitor_who_left_is_no_failure()
    {
        using CancellationTokenSource left = new();
        await left.CancelAsync();
        Visit visit = new();
        visit.Context.RequestAborted = left.Token;
        Assert.False(await Chain(new Broken()).BeforeAsync(visit.Context, visit.Exchange));
        Assert.True(visit.Exchange is { IsLeft: true, Refusal: null });
        Assert.Empty(_log);
    }

    [Fact]
    public void A_route_without_middlewares_has_no_chain_and_an_unchanged_one_keeps_its_own()
    {
        using PasswordVerifier passwords = new(TimeProvider.System);
        MiddlewareChains chains = Chains(passwords, TimeProvider.System);
        Assert.Null(chains.Build("a", "shop", []));
        Assert.Null(chains.Build("a", "shop", [new MiddlewareSpec.RateLimit(0, TimeSpan.FromSeconds(1), 1, RateSource.Address)]));
        MiddlewareChain? chain = chains.Build("a", "shop", [new MiddlewareSpec.AddPrefix("/a")]);
        Assert.Same(chain, chains.Build("a", "shop", [new MiddlewareSpec.AddPrefix("/a")], chain));
        Assert.NotSame(chain, chains.Build("a", "shop", [new MiddlewareSpec.AddPrefix("/b")], chain));
        Assert.NotSame(chain, chains.Build("a", "other", [new MiddlewareSpec.AddPrefix("/a")], chain));
    }

    [Fact]
    public void Every_kind_of_middleware_can_be_made()
    {
        using PasswordVerifier passwords = new(TimeProvider.System);
        MiddlewareChains chains = Chains(passwords, TimeProvider.System);
        MiddlewareSpec[] specs =
        [
            new MiddlewareSpec.Headers(), new MiddlewareSpec.StripPrefix(["/a"]), new MiddlewareSpec.AddPrefix("/a"), new MiddlewareSpec.RedirectScheme("https", null, true),
            new MiddlewareSpec.BasicAuth(new UserSource.Secret("a")), new MiddlewareSpec.IpAllowList([], 403), new MiddlewareSpec.RateLimit(1, TimeSpan.FromSeconds(1), 1, RateSource.Address),
            new MiddlewareSpec.Compress(), new MiddlewareSpec.CloudflareAccess("shop", [AccessLogin.Audience]),
        ];
        Assert.Equal(typeof(MiddlewareSpec).GetNestedTypes().Length, specs.Length);
        Assert.NotNull(chains.Build("a", "shop", [.. specs]));
    }

    // On a real server: headers change on the service's answers and on our own, and the limit's clock is fixed.
    [Fact]
    public async Task On_a_server_answers_of_inner_middlewares_carry_the_outer_one_s_headers()
    {
        using PasswordVerifier passwords = new(TimeProvider.System);
        MiddlewareChains chains = Chains(passwords, new FakeTimeProvider());
        MiddlewareChain chain = chains.Build("a", "shop",
        [
            new MiddlewareSpec.Headers { Response = [new HeaderChange("X-Frame-Options", "DENY"), new HeaderChange("X-Powered-By", null)] },
            new MiddlewareSpec.RateLimit(1, TimeSpan.FromMinutes(1), 1, RateSource.Address),
            new MiddlewareSpec.Headers { Response = [new HeaderChange("X-Inner", "1")] },
        ])!;
        await using TestBackend server = await TestBackend.StartAsync(context => Served.AnswerAsync(chain, context, async () =>
        {
            context.Response.Headers["X-Frame-Options"] = "ALLOWALL";
            context.Response.Headers["X-Powered-By"] = "PHP";
            await context.Response.WriteAsync("hello");
        }));
        using HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
        using HttpResponseMessage served = await client.GetAsync(server.Address, TestContext.Current.CancellationToken);
        using HttpResponseMessage refused = await client.GetAsync(server.Address, TestContext.Current.CancellationToken);
        Assert.Equal((200, "DENY", true, false), Facts(served));
        Assert.Equal((429, "DENY", false, false), Facts(refused));
        Assert.Equal(TimeSpan.FromMinutes(1), refused.Headers.RetryAfter?.Delta);

        static (int, string, bool, bool) Facts(HttpResponseMessage response) =>
            ((int)response.StatusCode, Assert.Single(response.Headers.GetValues("X-Frame-Options")), response.Headers.Contains("X-Inner"), response.Headers.Contains("X-Powered-By"));
    }

    private MiddlewareChains Chains(PasswordVerifier passwords, TimeProvider time) =>
        new(passwords, (_, _) => new SecretLookup.Missing(""), new AccessTeams(_endpoint, time, NullLogger<TeamKeys>.Instance), time, NullLogger<MiddlewareChain>.Instance);

    private MiddlewareChain Chain(params ImmutableArray<Middleware> middlewares) => new("shop/api/0", "shop", [], middlewares, new ListLogger(_log));

    private sealed class Step(string name, List<string> ran, bool passes) : Middleware
    {
        public override string Name => name;

        public override bool ChangesResponse => true;

        public override ValueTask<bool> BeforeAsync(HttpContext context, RequestExchange exchange)
        {
            ran.Add(name);
            return ValueTask.FromResult(passes);
        }

        public override void ChangeResponse(HttpContext context, RequestExchange exchange) => ran.Add($"{name} changes");
    }

    private sealed class Broken : Middleware
    {
        public override string Name => "broken";

        public override ValueTask<bool> BeforeAsync(HttpContext context, RequestExchange exchange)
        {
            context.Response.Headers.Location = "somewhere";
            throw new FormatException("hunter2 is not a number");
        }
    }

    private sealed class ListLogger(List<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Add(formatter(state, exception));
    }
}
