using System.Net;
using System.Net.Sockets;
using EdgeStack.Telemetry.Otlp;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Platform.Tests.Telemetry.Otlp;

public sealed class ExportSenderTests
{
    // What a gRPC server says when it has no room now: a google.rpc.Status with a RetryInfo of five seconds.
    private const string InFiveSeconds = "CAgaMAoodHlwZS5nb29nbGVhcGlzLmNvbS9nb29nbGUucnBjLlJldHJ5SW5mbxIECgIIBQ";

    [Theory]
    [InlineData(OtlpProtocol.Http)]
    [InlineData(OtlpProtocol.Grpc)]
    public async Task What_came_while_the_receiver_was_away_is_sent_in_order_when_it_is_back(OtlpProtocol protocol)
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync(protocol == OtlpProtocol.Grpc);
        receiver.Refusal = (number, response) => number <= 3 && (response.StatusCode = StatusCodes.Status503ServiceUnavailable) > 0;
        await using Sending sending = new(receiver.Endpoint, protocol);
        sending.Waiting.Add("metrics", Message("first"));
        sending.Waiting.Add("metrics", Message("second"));
        int bytes = sending.Waiting.Bytes;
        await sending.StartAsync();

        await sending.PassBetweenUntilAsync(() => sending.Waiting.Outcomes.Of("metrics", ExportOutcomes.Sent) == 2, bytes, "both are sent");

        Assert.Equal([Message("first"), Message("second")], receiver.Bodies);
        Assert.All(receiver.Keys, key => Assert.Equal("secret", key));
        Assert.Equal(
        [
            $"Warning: Telemetry cannot be sent to {receiver.Endpoint}, and waits: it answered 503 Service Unavailable", $"Information: Telemetry can be sent to {receiver.Endpoint} again",
        ], sending.Log.Lines);
    }

    [Fact]
    public async Task What_the_receiver_will_never_take_is_counted_and_said_once_and_not_sent_again()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        receiver.Refusal = (number, response) => number <= 2 && (response.StatusCode = StatusCodes.Status401Unauthorized) > 0;
        await using Sending sending = new(receiver.Endpoint);
        await sending.StartAsync();
        foreach (string text in (string[])["first", "second", "third"])
            sending.Waiting.Add("metrics", Message(text));

        await Eventually.HoldsAsync(() => sending.Waiting.Outcomes.Of("metrics", ExportOutcomes.Sent) == 1, "the third is sent");

        Assert.Equal((3, 2), (receiver.Requests, sending.Waiting.Outcomes.Of("metrics", ExportOutcomes.Refused)));
        Assert.Equal([$"Warning: {receiver.Endpoint} does not take all metrics: it answered 401 Unauthorized"], sending.Log.Lines);
    }

    [Theory]
    [InlineData("14", null, ExportOutcomes.Sent)]
    [InlineData("8", InFiveSeconds, ExportOutcomes.Sent)]
    [InlineData("8", null, ExportOutcomes.Refused)]
    [InlineData("3", InFiveSeconds, ExportOutcomes.Refused)]
    [InlineData("16", null, ExportOutcomes.Refused)]
    public async Task The_status_of_a_gRPC_server_says_whether_to_try_again(string status, string? details, string outcome)
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync(grpc: true);
        (receiver.GrpcStatus, receiver.GrpcDetails) = (status, details);
        await using Sending sending = new(receiver.Endpoint, OtlpProtocol.Grpc);
        sending.Waiting.Add("logs", Message("text"));
        int bytes = sending.Waiting.Bytes;
        await sending.StartAsync();
        await Eventually.HoldsAsync(() => sending.Log.Lines.Count == 1, "it was tried");
        receiver.GrpcStatus = "0";

        await sending.PassBetweenUntilAsync(() => sending.Waiting.Outcomes.Of("logs", outcome) == 1, bytes, outcome);

        Assert.Contains($"it answered with the status {status}", sending.Log.Lines.First(), StringComparison.Ordinal);
        Assert.Equal(outcome == ExportOutcomes.Sent ? 1 : 0, receiver.Bodies.Count);
    }

    [Theory]
    [InlineData(OtlpProtocol.Http)]
    [InlineData(OtlpProtocol.Grpc)]
    public async Task Points_that_a_receiver_rejects_of_what_it_takes_are_counted(OtlpProtocol protocol)
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync(protocol == OtlpProtocol.Grpc);
        receiver.Answer = [0x0a, 0x09, 0x08, 0x05, 0x12, 0x05, .. "is up"u8];
        await using Sending sending = new(receiver.Endpoint, protocol);
        await sending.StartAsync();
        sending.Waiting.Add("metrics", Message("text"));

        await Eventually.HoldsAsync(() => sending.Waiting.Outcomes.Of("metrics", ExportOutcomes.Sent) == 1, "it is sent");

        await Eventually.HoldsAsync(() => sending.Log.Lines.Count == 1, "it is said");
        Assert.Equal(5, Assert.Single(sending.Waiting.Outcomes.Rejected()).Value);
        Assert.Equal([$"Warning: {receiver.Endpoint} does not take all metrics: 5 items were rejected: is up"], sending.Log.Lines);
    }

    [Fact]
    public async Task How_many_are_rejected_makes_no_new_warning_since_a_warning_is_exported_as_well()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using Sending sending = new(receiver.Endpoint);
        await sending.StartAsync();
        for (byte count = 1; count <= 5; count++)
        {
            receiver.Answer = [0x0a, 0x02, 0x08, count];
            sending.Waiting.Add("logs", Message("text"));
            await Eventually.HoldsAsync(() => sending.Waiting.Outcomes.Of("logs", ExportOutcomes.Sent) == count, "it is sent");
        }

        await Eventually.HoldsAsync(() => sending.Waiting.Outcomes.Rejected().Single().Value == 15, "all are counted");
        Assert.Single(sending.Log.Lines);
    }

    [Fact]
    public async Task A_receiver_that_never_answers_is_given_up_after_ten_seconds_and_asked_again()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        await using Sending sending = new(new Uri($"http://{silent.LocalEndpoint}"));
        await sending.StartAsync();
        sending.Waiting.Add("metrics", Message("text"));
        using TcpClient first = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        await sending.PassUntilAsync(() => sending.Log.Lines.Count == 1 && silent.Pending(), "it is asked again");

        Assert.Equal([$"Warning: Telemetry cannot be sent to http://{silent.LocalEndpoint}/, and waits: no answer within 10 s"], sending.Log.Lines);
    }

    [Fact]
    public async Task At_the_end_what_waits_is_sent()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using Sending sending = new(receiver.Endpoint);
        sending.Waiting.Add("metrics", Message("first"));
        sending.Waiting.Add("metrics", Message("second"));

        await sending.StopAsync();

        Assert.Equal([Message("first"), Message("second")], receiver.Bodies);
    }

    [Fact]
    public async Task At_the_end_a_receiver_that_is_away_is_not_waited_for_and_what_waited_counts_as_dropped()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        receiver.Refusal = (_, response) => (response.StatusCode = StatusCodes.Status503ServiceUnavailable) > 0;
        await using Sending sending = new(receiver.Endpoint);
        await sending.StartAsync();
        sending.Waiting.Add("metrics", Message("first"));
        await Eventually.HoldsAsync(() => sending.Log.Lines.Count == 1, "the receiver is known to be away");
        sending.Waiting.Add("metrics", Message("second"));

        await sending.StopAsync();

        Assert.Equal((1, 2), (receiver.Requests, sending.Waiting.Outcomes.Of("metrics", ExportOutcomes.Dropped)));
    }

    [Fact]
    public async Task What_is_refused_again_after_all_was_taken_is_said_again()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        receiver.Refusal = (number, response) => number != 2 && (response.StatusCode = StatusCodes.Status401Unauthorized) > 0;
        await using Sending sending = new(receiver.Endpoint);
        await sending.StartAsync();
        foreach (string text in (string[])["refused", "taken", "refused"])
            sending.Waiting.Add("metrics", Message(text));

        await Eventually.HoldsAsync(() => sending.Waiting.Outcomes.Of("metrics", ExportOutcomes.Refused) == 2, "two are refused");

        await Eventually.HoldsAsync(() => sending.Log.Lines.Count == 2, "both are said");
        Assert.All(sending.Log.Lines, line => Assert.Equal($"Warning: {receiver.Endpoint} does not take all metrics: it answered 401 Unauthorized", line));
    }

    [Theory]
    [InlineData(OtlpProtocol.Http)]
    [InlineData(OtlpProtocol.Grpc)]
    public async Task An_exporter_that_ends_after_the_sender_sends_by_itself(OtlpProtocol protocol)
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync(protocol == OtlpProtocol.Grpc);
        await using Sending sending = new(receiver.Endpoint, protocol);
        await sending.StopAsync();
        using HttpClient exporter = new(sending.Handler("logs"));
        byte[] written = protocol == OtlpProtocol.Grpc ? [0, 0, 0, 0, (byte)Message("text").Length, .. Message("text")] : Message("text");
        using ByteArrayContent content = new(written);

        using HttpResponseMessage response = await exporter.PostAsync(new Uri("http://localhost/"), content, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, 1), (response.StatusCode, sending.Waiting.Outcomes.Of("logs", ExportOutcomes.Sent)));
        Assert.Equal(Message("text"), Assert.Single(receiver.Bodies));
    }

    [Theory]
    [InlineData(1, null, 0, 0.75)]
    [InlineData(1, null, 1, 1.25)]
    [InlineData(4, null, 0.5, 8)]
    [InlineData(1000, null, 1, 75)]
    [InlineData(1, 120d, 0.5, 120)]
    [InlineData(1, 0.1, 0.5, 1)]
    [InlineData(1, 86400d, 0.5, 300)]
    public void A_pause_doubles_up_to_a_minute_or_is_as_long_as_the_receiver_says_up_to_five(int failures, double? wanted, double chance, double seconds) =>
        Assert.Equal(seconds, ExportSender.Pause(failures, wanted is { } longer ? TimeSpan.FromSeconds(longer) : null, chance).TotalSeconds, 6);

    // A message with one text, so that the receiver can read it.
    private static byte[] Message(string text) => [0x3a, (byte)text.Length, .. System.Text.Encoding.UTF8.GetBytes(text)];
}
