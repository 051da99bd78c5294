using CsCheck;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Tests.Rules;

public sealed class RuleReaderTests
{
    [Theory]
    [InlineData("Host(`a.example`)", "a.example", "/")]
    [InlineData("HOST(`a.example`)", "a.example", "/")]
    [InlineData("host(\"a.example\")", "A.EXAMPLE", "/x")]
    [InlineData("Host(`A.example.`) && PathPrefix(`/v2`)", "a.example", "/v2/users")]
    [InlineData("Host(`a.example`)\n  && Pathprefix(`/v2`) ", "a.example", "/v2-beta")]
    [InlineData("PATHPREFIX(\"/a\\u0062\")", "any.example", "/abc")]
    public void A_rule_takes_the_requests_it_names(string rule, string host, string path) => Assert.True(Matches(rule, host, path));

    [Theory]
    [InlineData("Host(`a.example`)", "b.example", "/")]
    [InlineData("Host(`a.example`) && PathPrefix(`/v2`)", "a.example", "/v1")]
    [InlineData("Host(`a.example`) && PathPrefix(`/v2`)", "b.example", "/v2")]
    [InlineData("Host(`a.example`) && Host(`b.example`)", "b.example", "/")]
    [InlineData("PathPrefix(`/V2`)", "a.example", "/v2")]
    public void A_rule_leaves_every_other_request(string rule, string host, string path) => Assert.False(Matches(rule, host, path));

    [Theory]
    [InlineData("Hots(`a.example`)", 0, "unknown condition 'Hots'", "did you mean 'Host'?")]
    [InlineData("hOST(`a.example`)", 0, "unknown condition 'hOST'", "did you mean 'Host'?")]
    [InlineData("Host('a.example')", 5, "single quotes", "write `a.example`")]
    [InlineData("Host(a.example)", 5, "'a' is not in quotes", "write `a`")]
    [InlineData("Host(`a.example`", 16, "expected ')'", null)]
    [InlineData("Host(`a.example", 5, "no closing `", null)]
    [InlineData("Host", 0, "needs its argument in parentheses", "write Host(`…`)")]
    [InlineData("Host(`a`, `b`)", 0, "takes one argument but has 2", "list several hosts in 'hosts:'")]
    [InlineData("Host()", 0, "takes one argument but has 0", null)]
    [InlineData("PathPrefix(`v2`)", 11, "does not begin with '/'", "write `/v2`")]
    [InlineData("Host(`a`) & PathPrefix(`/`)", 10, "a single '&'", "write '&&'")]
    [InlineData("Host(`a`) PathPrefix(`/`)", 10, "unexpected 'PathPrefix'", "join conditions with &&")]
    [InlineData("Host(`a`) &&", 12, "expected a condition but found the end of the rule", "for example Host(`www.example.com`)")]
    [InlineData("", 0, "expected a condition", "for example Host(`www.example.com`)")]
    [InlineData("Host(`a..b`)", 5, "has an empty label", null)]
    [InlineData("Host(\"\\q\")", 6, "is not an escape sequence", "write the text between back-ticks instead: `…`")]
    public void A_mistake_is_reported_with_its_column_and_what_to_write(string rule, int index, string message, string? fix)
    {
        RuleReading reading = RuleReader.Read(rule);
        Assert.Null(reading.Rule);
        RuleProblem problem = reading.Problems[0];
        Assert.Equal(index, problem.Index);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal(fix, problem.Fix);
        Assert.False(problem.NotImplemented);
    }

    [Theory]
    [InlineData("Host(`a.example`) && Method(`GET`)", 21)]
    [InlineData("Host(`a.example`) || Host(`b.example`)", 18)]
    [InlineData("!Host(`a.example`)", 0)]
    [InlineData("(Host(`a.example`))", 0)]
    [InlineData("Host(`a.example`) && ClientIP(`10.0.0.0/8`)", 21)]
    [InlineData("Host(`*.example`) && Host(`a.example`)", 5)]
    public void The_rest_of_the_language_is_known_but_not_implemented_and_its_hosts_are_kept(string rule, int index)
    {
        RuleReading reading = RuleReader.Read(rule);
        Assert.Null(reading.Rule);
        RuleProblem problem = Assert.Single(reading.Problems);
        Assert.True(problem.NotImplemented);
        Assert.Equal(index, problem.Index);
        Assert.Contains("a.example", reading.MentionedHosts);
    }

    [Fact]
    public void Every_mistake_of_a_rule_is_reported_not_only_the_first()
    {
        RuleReading reading = RuleReader.Read("Hots(`a`) && PathPrefix(`x`) && Host(`b..c`)");
        Assert.Equal([0, 24, 37], reading.Problems.Select(problem => problem.Index));
    }

    [Fact]
    public void Any_text_is_read_without_an_exception_into_a_rule_or_problems_inside_the_text() =>
        Gen.OneOf(Gen.String, RuleLikeText).Sample(text =>
        {
            RuleReading reading = RuleReader.Read(text);
            return reading.Rule is not null == reading.Problems.IsEmpty && reading.Problems.All(problem => problem.Index >= 0 && problem.Index <= text.Length);
        });

    private static Gen<string> RuleLikeText => OneOf(
        "Host", "PathPrefix", "Method", "(", ")", "`", "\"", "'", "a.example", "/x", "&&", "||", "!", ",", " ", "&", "\\", "*").Array[0, 14].Select(parts => string.Concat(parts));

    private static bool Matches(string rule, string host, string path)
    {
        RuleReading reading = RuleReader.Read(rule);
        Assert.Empty(reading.Problems);
        return reading.Rule!.Matches(new RequestFacts(host, path));
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
