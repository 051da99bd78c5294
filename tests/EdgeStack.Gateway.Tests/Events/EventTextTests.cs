using System.Text;
using EdgeStack.Gateway.Events;
using EdgeStack.Kubernetes;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Gateway.Tests.Events;

public sealed class EventTextTests
{
    private static readonly ObjectReference Blog = new("v1", "ConfigMap", "apps", "blog", "uid-1", "7");

    [Fact]
    public void A_message_names_place_problem_and_fix()
    {
        EventNote note = EventText.Of(Blog, Problem("unknown field 'hots'", "did you mean 'host'?"));
        Assert.Equal("routes.yaml:2:5: unknown field 'hots' (did you mean 'host'?)", note.Message);
        Assert.Equal((true, "RoutesRejected"), (note.IsWarning, note.Reason));
    }

    [Theory]
    [InlineData(0, "RoutesRejected")]
    [InlineData(1, "RouteQuarantined")]
    [InlineData(2, "HostNotOwned")]
    [InlineData(3, "UpstreamRefused")]
    [InlineData(4, "SecretMissing")]
    [InlineData(5, "RouteShadowed")]
    public void Every_kind_of_problem_has_a_reason_of_its_own(int kind, string reason)
    {
        Assert.Equal(6, Enum.GetValues<ProblemKind>().Length);
        Assert.Equal(reason, EventText.Of(Blog, Problem("x") with { Kind = (ProblemKind)kind }).Reason);
    }

    [Fact]
    public void A_warning_about_the_text_rejects_nothing_and_does_not_say_so() =>
        Assert.Equal("RouteDoubtful", EventText.Of(Blog, Problem("x") with { Severity = Severity.Warning }).Reason);

    [Theory]
    [InlineData("a")]
    [InlineData("é")]
    [InlineData("路")]
    [InlineData("🦊")]
    public void A_message_has_at_most_1024_bytes_whole_characters_and_its_fix(string letter)
    {
        string word = string.Concat(Enumerable.Repeat(letter, 60)) + " ";
        string message = EventText.Of(Blog, Problem(string.Concat(Enumerable.Repeat(word, 30)), "did you mean 'host'?")).Message;
        Assert.InRange(Encoding.UTF8.GetByteCount(message), 1000, 1024);
        Assert.EndsWith($"{letter}… (did you mean 'host'?)", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\ufffd', message);
    }

    [Fact]
    public void A_long_fix_leaves_room_for_the_problem()
    {
        string message = EventText.Of(Blog, Problem(Words('p'), Words('f'))).Message;
        Assert.Equal(1024, Encoding.UTF8.GetByteCount(message));
        Assert.True(message.Count(letter => letter == 'p') > 400, message);
        Assert.True(message.Count(letter => letter == 'f') > 400, message);
    }

    [Fact]
    public void Nothing_that_a_person_wrote_moves_the_cursor_of_a_terminal_or_turns_its_direction() => Assert.Equal(
        "routes.yaml:2:5: bad  [2J   name  txt .  (write )", EventText.Of(Blog, Problem("bad \u001b[2J\u0007\r\nname\u0085\u202etxt\u2028.\u2066", "write\u200f")).Message);

    [Fact]
    public void The_same_problem_of_the_same_object_is_the_same_event_and_any_other_is_another()
    {
        EventNote note = EventText.Of(Blog, Problem("x"));
        Assert.Equal(note.Name, EventText.Of(Blog with { ResourceVersion = "8" }, Problem("x")).Name);
        EventNote[] others =
        [
            EventText.Of(Blog, Problem("y")), EventText.Of(Blog with { Uid = "uid-2" }, Problem("x")), EventText.Of(Blog, Problem("x") with { Kind = ProblemKind.Route }),
            EventText.Of(Blog, Problem("x") with { Where = new SourceLocation("", "routes.yaml", 3, 5) }), EventText.Accepted(Blog),
        ];
        Assert.Equal(6, others.Append(note).Select(each => each.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("blog", "blog")]
    [InlineData("a.b-c", "a.b-c")]
    public void An_event_is_named_after_its_object(string name, string start) =>
        Assert.Matches($"^{start}\\.[0-9a-f]{{16}}$", EventText.Of(Blog with { Name = name }, Problem("x")).Name);

    [Fact]
    public void The_longest_name_of_an_object_still_makes_a_name_of_an_event()
    {
        string name = EventText.Of(Blog with { Name = new string('a', 229) + ".." + new string('b', 22) }, Problem("x")).Name;
        Assert.True(name.Length <= 253, name);
        Assert.Matches("^a+\\.[0-9a-f]{16}$", name);
    }

    private static string Words(char letter) => string.Concat(Enumerable.Repeat(new string(letter, 100) + " ", 20));

    private static Problem Problem(string message, string? fix = null) => new(Severity.Error, new SourceLocation("ConfigMap apps/blog", "routes.yaml", 2, 5), message, fix);
}
