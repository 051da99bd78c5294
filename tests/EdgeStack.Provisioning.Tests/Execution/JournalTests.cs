using EdgeStack.Provisioning.Execution;

namespace EdgeStack.Provisioning.Tests.Execution;

public sealed class JournalTests
{
    private const string Twice = """
        {"run":"1","step":"a","event":"started","at":"2026-11-30T02:00:00+00:00","undo":[{"do":"restoreFile","path":"/x"}]}
        {"run":"1","step":"a","event":"failed","at":"2026-11-30T02:00:00+00:00"}
        {"run":"1","step":"a","event":"started","at":"2026-11-30T02:05:00+00:00","undo":[{"do":"removePackages","names":["zstd"],"holdsData":false}]}
        {"run":"1","step":"a","event":"done","at":"2026-11-30T02:05:00+00:00"}
        {"run":"1","step":"b","event":"started","at":"2026-11-30T02:06:00+00:00"}
        """;

    [Fact]
    public void A_step_that_was_begun_twice_is_taken_back_twice_the_latest_first()
    {
        Journal journal = Journal.Parse(Twice);
        Assert.Equal([5, 0], journal.Begun("a").Select(entry => entry.At.Minute));
        Assert.Equal([6, 5, 0], journal.Begun("1").Select(entry => entry.At.Minute));
    }

    [Fact]
    public void Everything_that_is_left_is_open_whichever_run_it_is_of() =>
        Assert.Equal([7, 6, 5, 0], Journal.Parse($$"""{{Twice}}{{'\n'}}{"run":"2","step":"a","event":"started","at":"2026-11-30T02:07:00+00:00"}""").Open.Select(entry => entry.At.Minute));

    [Fact]
    public void What_was_taken_back_hides_only_what_it_took_back() => Assert.Equal(
        [0], Journal.Parse($$"""{{Twice}}{{'\n'}}{"run":"1","step":"a","event":"undone","at":"2026-11-30T03:00:00+00:00","of":"2026-11-30T02:05:00+00:00"}""").Begun("a").Select(entry => entry.At.Minute));

    [Theory]
    [InlineData("{\"run\":\"1\",\"st")]
    [InlineData("\u0000\u0000")]
    public void A_line_that_was_cut_off_spoils_no_other(string line) => Assert.Equal(3, Journal.Parse($"{Twice}\n{line}\n").Begun("1").Length);
}
