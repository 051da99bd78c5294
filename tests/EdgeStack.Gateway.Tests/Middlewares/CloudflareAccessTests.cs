using System.Text.Json.Nodes;
using EdgeStack.Gateway.Access;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Gateway.Tests.Access;
using EdgeStack.Routes.Middlewares;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeStack.Gateway.Tests.Middlewares;

public sealed class CloudflareAccessTests
{
    private static readonly SigningKey Key = new("first");

    [Fact]
    public async Task HD_10_who_has_logged_in_passes_and_the_service_can_be_told_the_e_mail()
    {
        await using AccessFixture access = await AccessFixture.StartAsync(Key);
        Visit visit = With(access).With("X-WebAuth-User", "root").With("X_WebAuth_User", "root");
        Assert.True(await visit.PassesAsync(Of(access, "X-WebAuth-User")));
        Assert.Equal("ann@example.com", visit.Exchange.User);
        Assert.Equal("ann@example.com", visit.Context.Request.Headers["X-WebAuth-User"]);
        Assert.False(visit.Context.Request.Headers.ContainsKey("X_WebAuth_User"));
        Visit untold = With(access).With("X-Mail", "root");
        Assert.True(await untold.PassesAsync(Of(access)));
        Assert.Equal(("ann@example.com", "root"), (untold.Exchange.User, untold.Context.Request.Headers["X-Mail"].ToString()));
    }

    [Fact]
    public async Task HD_10_a_service_has_a_name_in_the_log_and_no_e_mail()
    {
        await using AccessFixture access = await AccessFixture.StartAsync(Key);
        Visit visit = new Visit().With(AccessLogin.Header, Key.Sign(AccessLogin.ServiceClaims(access.Now))).With("X-WebAuth-User", "root");
        Assert.True(await visit.PassesAsync(Of(access, "X-WebAuth-User")));
        Assert.Equal("e367826f93b8d71185e03fe518aad3b1.access", visit.Exchange.User);
        Assert.False(visit.Context.Request.Headers.ContainsKey("X-WebAuth-User"));
    }

    [Theory]
    [InlineData("Cf-Access-Authenticated-User-Email", "ann@example.com")]
    [InlineData("Authorization", "Bearer TOKEN")]
    [InlineData("Cookie", "CF_Authorization=TOKEN")]
    [InlineData("Cf_Access_Jwt_Assertion", "TOKEN")]
    [InlineData("Cf-Access-Token", "TOKEN")]
    public async Task HD_10_nothing_but_the_token_in_its_header_is_a_login(string header, string value)
    {
        await using AccessFixture access = await AccessFixture.StartAsync(Key);
        Visit visit = new Visit().With(header, value.Replace("TOKEN", Key.Sign(AccessLogin.Claims(access.Now)), StringComparison.Ordinal));
        Assert.Equal(403, await visit.AnswerAsync(Of(access)));
        Assert.Equal(("403: this is not open to you.\n", "cloudflareAccess: no token", null), (visit.Body, visit.Exchange.Refusal, visit.Exchange.User));
    }

    [Fact]
    public async Task HD_11_without_keys_nobody_passes_and_the_owner_is_told_why()
    {
        await using AccessFixture access = await AccessFixture.StartAsync(Key);
        access.Server.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        };
        Visit visit = With(access);
        Assert.Equal(503, await visit.AnswerAsync(Of(access)));
        Assert.Equal(("503: this service is not available at the moment.\n", "cloudflareAccess: no keys of team shop: the answer was 500"), (visit.Body, visit.Exchange.Refusal));
    }

    [Fact]
    public async Task HD_10_an_e_mail_that_cannot_stand_in_a_header_is_not_let_in_where_the_service_is_told()
    {
        await using AccessFixture access = await AccessFixture.StartAsync(Key);
        JsonObject claims = AccessLogin.Claims(access.Now, claims => claims["email"] = "änn@example.com");
        Visit told = new Visit().With(AccessLogin.Header, Key.Sign(claims)), untold = new Visit().With(AccessLogin.Header, Key.Sign(claims));
        Assert.Equal(503, await told.AnswerAsync(Of(access, "X-Mail")));
        Assert.Equal(("cloudflareAccess: the visitor's e-mail cannot stand in the header X-Mail", null), (told.Exchange.Refusal, told.Exchange.User));
        Assert.True(await untold.PassesAsync(Of(access)));
        Assert.Equal("änn@example.com", untold.Exchange.User);
    }

    private static Visit With(AccessFixture access) => new Visit().With(AccessLogin.Header, Key.Sign(AccessLogin.Claims(access.Now)));

    private static CloudflareAccess Of(AccessFixture access, string? headerField = null) =>
        new(new MiddlewareSpec.CloudflareAccess(AccessLogin.Team, [AccessLogin.Audience]) { HeaderField = headerField }, access.Tokens, "shop/api/0", NullLogger.Instance);
}
