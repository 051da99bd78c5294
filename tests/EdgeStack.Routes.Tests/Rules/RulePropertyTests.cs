using System.Collections.Immutable;
using CsCheck;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Tests.Table;

namespace EdgeStack.Routes.Tests.Rules;

/// <summary>What holds for every rule, tried on made-up ones.</summary>
public sealed class RulePropertyTests
{
    [Fact]
    public void A_rules_own_spelling_is_read_back_as_the_same_rule() =>
        Gen.Select(RandomRules.Rule(5, 3), RandomRules.Request(5).Array[10]).Sample((rule, requests) =>
        {
            RuleNode? read = RuleReader.Read(rule.Text).Rule;
            return read is not null && requests.All(request => read.Matches(request.Facts) == rule.Matches(request.Facts));
        }, iter: 2000);

    [Fact]
    public void Not_is_pushed_down_as_De_Morgan_says() =>
        Gen.Select(RandomRules.Rule(5), RandomRules.Rule(5), RandomRules.Request(5).Array[10]).Sample((one, other, requests) =>
        {
            ImmutableArray<RuleNode> parts = [one, other], denied = [new RuleNode.Not(one), new RuleNode.Not(other)];
            return requests.All(request =>
                new RuleNode.Not(new RuleNode.All(parts)).Matches(request.Facts) == new RuleNode.Any(denied).Matches(request.Facts)
                && new RuleNode.Not(new RuleNode.Any(parts)).Matches(request.Facts) == new RuleNode.All(denied).Matches(request.Facts));
        }, iter: 1000);

    [Fact]
    public void The_hosts_that_a_rule_requires_are_those_without_which_it_never_holds() =>
        Gen.Select(RandomRules.Rule(5, 3), RandomRules.Request(5).Array[20]).Sample((rule, requests) =>
            rule.RequiredHosts is { IsEmpty: false } required
                ? requests.All(request => !rule.Matches(request.Facts) || required.Any(pattern => pattern.Matches(HostName.Canonical(request.Host))))
                : rule.RequiredHosts.IsEmpty, iter: 2000);

    [Fact]
    public void A_rule_holds_exactly_when_no_part_of_it_is_named_as_failing() =>
        Gen.Select(RandomRules.Rule(5, 3), RandomRules.Request(5).Array[10]).Sample((rule, requests) =>
            requests.All(request => rule.Matches(request.Facts) == (rule.FirstFailing(request.Facts) is null)), iter: 1000);

    [Theory]
    [InlineData("Header(`a`, \"x`, `y\") || Header(`b`, `z`)", "Header(`a`, `x`) || Header(`y`, `z`)")]
    [InlineData("Query(`k`, \"v`)&&Path(`/\")", "Query(`k`, `v`)&&Path(`/`)")]
    public void Two_rules_that_mean_different_things_are_never_spelt_alike(string one, string other) =>
        Assert.NotEqual(RuleReader.Read(one).Rule!.Text, RuleReader.Read(other).Rule!.Text);

    [Fact]
    public void Any_text_at_all_is_a_rule_or_a_problem_within_its_bounds() =>
        Gen.OneOf(Gen.String, RandomRules.OneOf("Host(", "`a.example`", "&&", "||", "!", "(", ")", "PathRegexp(`", "`)", "\"\\x", ",", "ClientIP(`1.2.3", "Query(`a`,`b`)"))
            .Array[0, 12].Sample(parts =>
        {
            string text = string.Concat(parts);
            RuleReading reading = RuleReader.Read(text);
            return (reading.Rule is null) == !reading.Problems.IsEmpty && reading.Problems.All(problem => problem.Index >= 0 && problem.Index <= text.Length);
        }, iter: 3000);
}
