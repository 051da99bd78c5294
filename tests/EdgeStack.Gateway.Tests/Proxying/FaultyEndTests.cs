using EdgeStack.Gateway.Proxying;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Tests.Proxying;

public sealed class FaultyEndTests
{
    private static readonly Exception Cancelled = new AggregateException(new OperationCanceledException(), new HttpRequestException());
    private static readonly Exception BrokeOff = new AggregateException(new BadHttpRequestException("broke off"), new HttpRequestException());

    [Fact]
    public async Task An_upstream_that_gives_up_while_a_body_is_on_its_way_is_at_fault() =>
        Assert.Equal((502, (ForwarderError?)ForwarderError.RequestBodyDestination), await TellAsync(ForwarderError.RequestBodyClient, 400, Cancelled));

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    public async Task A_visitor_whose_body_breaks_off_is_at_fault(int status) =>
        Assert.Equal((status, (ForwarderError?)ForwarderError.RequestBodyClient), await TellAsync(ForwarderError.RequestBodyClient, status, BrokeOff));

    [Fact]
    public async Task A_visitor_whose_body_takes_too_long_is_at_fault() =>
        Assert.Equal((408, (ForwarderError?)ForwarderError.RequestBodyClient), await TellAsync(ForwarderError.RequestBodyClient, 408, Cancelled));

    [Theory]
    [InlineData(ForwarderError.RequestCanceled, 400)]
    [InlineData(ForwarderError.RequestBodyCanceled, 400)]
    [InlineData(ForwarderError.ResponseBodyCanceled, 502)]
    public async Task A_visitor_who_left_is_nobody_s_fault(ForwarderError error, int status)
    {
        Assert.Equal((status, (ForwarderError?)null), await TellAsync(error, status, Cancelled, left: true));
        Assert.Equal((status, (ForwarderError?)error), await TellAsync(error, status, Cancelled, left: false));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_the_upstreams_fault_though_its_request_is_aborted_then() =>
        Assert.Equal((502, (ForwarderError?)ForwarderError.ResponseBodyDestination), await TellAsync(ForwarderError.ResponseBodyDestination, 502, Cancelled, left: true));

    [Fact]
    public async Task A_connection_that_is_lost_under_a_body_is_a_visitor_who_left() => Assert.Equal((400, (ForwarderError?)null),
        await TellAsync(ForwarderError.RequestBodyClient, 400, new AggregateException(new ConnectionResetException("lost"), new HttpRequestException()), left: false));

    [Fact]
    public async Task A_connection_that_ends_under_a_body_is_a_visitor_who_left_even_before_the_server_says_so()
    {
        TaskCompletionSource<Exception> heard = new();
        await using TestBackend server = await TestBackend.StartAsync(async context =>
            heard.SetResult(await Assert.ThrowsAnyAsync<Exception>(() => context.Request.Body.CopyToAsync(Stream.Null, CancellationToken.None))));
        using (RawConnection visitor = await RawConnection.OpenAsync(server.Address))
            await visitor.SendAsync("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 10\r\n\r\nhello");
        Exception fault = await heard.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(FaultyEnd.EndOfConnection, fault.Message);
        Assert.Equal((400, (ForwarderError?)null), await TellAsync(ForwarderError.RequestBodyClient, 400, new AggregateException(fault, new HttpRequestException())));
    }

    private static async Task<(int Status, ForwarderError? Error)> TellAsync(ForwarderError error, int status, Exception fault, bool left = false)
    {
        DefaultHttpContext context = new() { RequestAborted = new CancellationToken(left) };
        context.Response.StatusCode = status;
        ForwarderError? told = await FaultyEnd.TellAsync(context, new Failure(error, fault));
        return (context.Response.StatusCode, told);
    }

    private sealed record Failure(ForwarderError Error, Exception? Exception) : IForwarderErrorFeature;
}
