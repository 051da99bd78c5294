using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using EdgeStack.Gateway.Access;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Gateway.Tests.Access;

public sealed class TeamKeysTests
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1), Minute = TimeSpan.FromMinutes(1), Hour = TimeSpan.FromHours(1);

    // Made once: it takes far longer than a test.
    private static readonly SigningKey First = new("first"), Second = new("second"), Small = new("small", bits: 1024);

    [Fact]
    public async Task HD_11_a_flood_of_unknown_keys_asks_once_a_minute()
    {
        await using AccessFixture access = await AccessFixture.StartAsync(First);
        for (int minute = 1; minute <= 3; minute++)
        {
            for (int i = 0; i < 5; i++)
            {
                AccessVerdict[] verdicts = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => access.JudgeAsync(Second.Sign(AccessLogin.Claims(access.Now), header => header["kid"] = $"{i}-{n}"))));
                Assert.All(verdicts, verdict => Assert.IsType<AccessVerdict.Refused>(verdict));
            }

            Assert.Equal(minute, access.Server.Asked.Count);
            access.Time.Advance(Minute - OneSecond);
            Assert.IsType<AccessVerdict.Refused>(await access.JudgeAsync(Second.Sign(AccessLogin.Claims(access.Now))));
            Assert.Equal(minute, access.Server.Asked.Count);
            access.Time.Advance(OneSecond);
        }
    }

    [Fact]
    public async Task HD_11_a_key_that_is_known_never_waits_for_the_endpoint()
    {
        await using AccessFixture access = await AccessFixture.StartAsync(First);
        await access.Keys.RefreshAsync();
        access.Server.Answer = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        access.Time.Advance(Hour);
        Task refresh = access.Keys.RefreshAsync();
        await Eventually.HoldsAsync(() => access.Server.Asked.Count == 2, "the endpoint has been asked again");
        Assert.IsType<AccessVerdict.Passed>(await access.JudgeAsync(First.Sign(AccessLogin.Claims(access.Now))));
        Assert.False(refresh.IsCompleted);
    }

    [Fact]
    public async Task HD_11_keys_are_read_again_every_hour_and_a_failure_is_tried_again_after_a_minute()
    {
        await using AccessFixture access = await AccessFixture.StartAsync(First);
        await access.Keys.RefreshAsync();
        access.Time.Advance(Hour - OneSecond);
        await access.Keys.RefreshAsync();
        Assert.Single(access.Server.Asked);
        access.Server.Answer = AnswerOf("500");
        access.Time.Advance(OneSecond);
        for (int asked = 2; asked < 5; asked++)
        {
            await access.Keys.RefreshAsync();
            await access.Keys.RefreshAsync();
            Assert.Equal(asked, access.Server.Asked.Count);
            access.Time.Advance(Minute);
        }

        Assert.Equal(
            "The keys of https://shop.cloudflareaccess.com cannot be read, and are asked for every minute: the answer was 500. Those that are known count for seven days after they were read",
            Assert.Single(access.Log.Messages));
    }

    [Fact]
    public async Task HD_11_a_new_key_counts_with_theFirst_token_that_names_it_and_an_old_one_as_long_as_it_is_told()
    {
        await using AccessFixture access = await AccessFixture.StartAsync(First);
        await access.Keys.RefreshAsync();
        access.Server.Publish(First, Second);
        access.Time.Advance(Minute);
        Assert.IsType<AccessVerdict.Passed>(await access.JudgeAsync(Second.Sign(AccessLogin.Claims(access.Now))));
        Assert.IsType<AccessVerdict.Passed>(await access.JudgeAsync(First.Sign(AccessLogin.Claims(access.Now))));
        Assert.Equal(2, access.Server.Asked.Count);
        access.Server.Publish(Second);
        access.Time.Advance(Hour);
        await access.Keys.RefreshAsync();
        Assert.IsType<AccessVerdict.Refused>(await access.JudgeAsync(First.Sign(AccessLogin.Claims(access.Now))));
        Assert.IsType<AccessVerdict.Passed>(await access.JudgeAsync(Second.Sign(AccessLogin.Claims(access.Now))));
    }

    [Theory]
    [InlineData("500", "the answer was 500")]
    [InlineData("404", "the answer was 404")]
    [InlineData("a redirect", "the answer was 302")]
    [InlineData("100 MiB", "the answer is larger than 1 MiB")]
    [InlineData("100 MiB in pieces", "the answer is larger than 1 MiB")]
    [InlineData("no answer", "no answer within five seconds")]
    [InlineData("byte by byte", "no answer within five seconds")]
    [InlineData("broken off", "the connection broke off")]
    [InlineData("hung up", "the connection broke off")]
    [InlineData("no JSON", "the answer is no set of keys (ArgumentException)")]
    [InlineData("other JSON", "the answer has no key for RS256")]
    [InlineData("no keys", "the answer has no key for RS256")]
    [InlineData("keys of other kinds", "the answer has no key for RS256")]
    public async Task HD_11_while_the_endpoint_fails_keys_count_for_seven_days_and_then_nobody_is_let_in(string failure, string why)
    {
        await using AccessFixture access = await AccessFixture.StartAsync(First);
        await access.Keys.RefreshAsync();
        access.Server.Answer = AnswerOf(failure);
        access.Time.Advance(TimeSpan.FromDays(7) - Minute);
        await AskAsync(access, failure, access.Keys.RefreshAsync);
        Assert.IsType<AccessVerdict.Passed>(await access.JudgeAsync(First.Sign(AccessLogin.Claims(access.Now))));

        access.Time.Advance(Minute);
        AccessVerdict? closed = null;
        await AskAsync(access, failure, async () => closed = await access.JudgeAsync(First.Sign(AccessLogin.Claims(access.Now))));
        Assert.Equal(new AccessVerdict.Unknown($"no keys of team shop: {why}"), closed);

        access.Server.Publish(First);
        access.Time.Advance(Minute);
        Assert.IsType<AccessVerdict.Passed>(await access.JudgeAsync(First.Sign(AccessLogin.Claims(access.Now))));
        Assert.All(access.Server.Asked, target => Assert.Equal("shop", target));
    }

    [Fact]
    public async Task HD_11_an_endpoint_that_is_not_there_closes_and_a_slow_one_holds_nobody_longer_than_fiveSeconds()
    {
        AccessFixture access = await AccessFixture.StartAsync(First);
        await using (access)
        {
            access.Server.Answer = AnswerOf("no answer");
            Task<AccessVerdict> held = access.JudgeAsync(First.Sign(AccessLogin.Claims(access.Now)));
            await Eventually.HoldsAsync(() => access.Server.Asked.Count == 1, "the endpoint has been asked");
            access.Time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(new AccessVerdict.Unknown("no keys of team shop: no answer within five seconds"), await held);
            // Within the pause nobody waits.
            Assert.IsType<AccessVerdict.Unknown>(await access.JudgeAsync(First.Sign(AccessLogin.Claims(access.Now))));
            Assert.Single(access.Server.Asked);
            await access.Server.DisposeAsync();
            access.Time.Advance(Minute);
            Assert.Equal(new AccessVerdict.Unknown("no keys of team shop: no answer: ConnectionError"), await access.JudgeAsync(First.Sign(AccessLogin.Claims(access.Now))));
        }
    }

    [Fact]
    public async Task HD_11_a_key_that_is_too_small_or_for_something_else_does_not_count()
    {
        JsonObject encrypting = Second.Published(), document = (JsonObject)JsonNode.Parse(KeyServer.Document(First, Small))!;
        encrypting["use"] = "enc";
        document["keys"]!.AsArray().Add((JsonNode)encrypting);
        await using AccessFixture access = await AccessFixture.StartAsync();
        access.Server.Answer = context => context.Response.WriteAsync(document.ToJsonString(), context.RequestAborted);
        Assert.IsType<AccessVerdict.Passed>(await access.JudgeAsync(First.Sign(AccessLogin.Claims(access.Now))));
        Assert.IsType<AccessVerdict.Refused>(await access.JudgeAsync(Small.Sign(AccessLogin.Claims(access.Now))));
        Assert.IsType<AccessVerdict.Refused>(await access.JudgeAsync(Second.Sign(AccessLogin.Claims(access.Now))));
    }

    [Fact]
    public async Task HD_11_a_team_has_its_keys_once_and_is_forgotten_when_no_route_names_it()
    {
        await using AccessFixture access = await AccessFixture.StartAsync(First);
        AccessTeams teams = access.Teams;
        Assert.Same(access.Keys, teams.Of("shop"));
        TeamKeys other = teams.Of("other");
        teams.Keep(new HashSet<string> { "shop", "other" });
        await teams.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["other", "shop"], access.Server.Asked.Order(StringComparer.Ordinal));
        teams.Keep(new HashSet<string> { "shop" });
        Assert.Same(access.Keys, Assert.Single(teams.All));
        access.Time.Advance(Hour);
        await teams.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["other", "shop", "shop"], access.Server.Asked.Order(StringComparer.Ordinal));
        Assert.NotSame(other, teams.Of("other"));
    }

    private static RequestDelegate AnswerOf(string failure) => failure switch
    {
        "500" or "404" => context => Status(context, int.Parse(failure, CultureInfo.InvariantCulture)),
        "a redirect" => Redirect,
        "100 MiB" => context => FillAsync(context, 100 * 1024 * 1024),
        "100 MiB in pieces" => context => FillAsync(context, null),
        "no answer" => context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted),
        "byte by byte" => DripAsync,
        "broken off" => BreakOffAsync,
        "hung up" => HangUp,
        "no JSON" => context => context.Response.WriteAsync("<html>", context.RequestAborted),
        "other JSON" => context => context.Response.WriteAsync("{\"error\": 5}", context.RequestAborted),
        "no keys" => context => context.Response.WriteAsync("{\"keys\": []}", context.RequestAborted),
        "keys of other kinds" => context => context.Response.WriteAsync("{\"keys\": [ {}, { \"kid\": \"first\", \"kty\": \"oct\", \"k\": \"AAAA\" }, { \"kid\": \"first\", \"kty\": \"RSA\", \"n\": \"\", \"e\": \"\" } ]}", context.RequestAborted),
        _ => throw new ArgumentException($"nobody has said what '{failure}' is", nameof(failure)),
    };

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task Redirect(HttpContext context)
    {
        context.Response.Headers.Location = "/elsewhere";
        return Status(context, (int)HttpStatusCode.Redirect);
    }

    private static async Task DripAsync(HttpContext context)
    {
        await context.Response.WriteAsync("{", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
    }

    private static async Task BreakOffAsync(HttpContext context)
    {
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync("{", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    private static Task HangUp(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static async Task FillAsync(HttpContext context, long? length)
    {
        context.Response.ContentLength = length;
        byte[] blanks = new byte[64 * 1024];
        blanks.AsSpan().Fill((byte)' ');
        for (int written = 0; written < 100 * 1024 * 1024; written += blanks.Length)
            await context.Response.Body.WriteAsync(blanks, context.RequestAborted);
    }

    // A slow endpoint is slow on the test's clock, and has to have been asked before that goes on.
    private static async Task AskAsync(AccessFixture access, string failure, Func<Task> ask)
    {
        int before = access.Server.Asked.Count;
        Task asking = ask();
        await Eventually.HoldsAsync(() => access.Server.Asked.Count > before, "the endpoint has been asked");
        if (failure is "no answer" or "byte by byte")
            access.Time.Advance(TimeSpan.FromSeconds(5));
        await asking;
    }
}
