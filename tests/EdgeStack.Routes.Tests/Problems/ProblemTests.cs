using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Routes.Tests.Problems;

public sealed class ProblemTests
{
    [Theory]
    [InlineData("host: '{0}'")]
    [InlineData("host: a.example, service: '{0}'")]
    [InlineData("host: a.example, {0}: x")]
    [InlineData("name: '{0}', host: a.example, service: 'a:80'")]
    [InlineData("match: '{0}', service: 'a:80'")]
    [InlineData("host: a.example, service: 'a:80', middlewares: [ {{ '{0}': {{}} }} ]")]
    [InlineData("host: a.example, service: 'a:80', limits: {{ '{0}': 1 }}")]
    public void CF_06_a_name_is_quoted_up_to_a_bound_however_long_it_is(string route)
    {
        foreach (string name in (string[])[new string('A', 900_000), string.Concat(Enumerable.Repeat("A b_ ", 150_000)), string.Concat(Enumerable.Repeat("🦊", 200_000))])
        {
            RouteReading reading = RouteReader.Read(new RouteObject(
                "default", "a", [new RouteDocument($"routes:\n  - {{ {string.Format(System.Globalization.CultureInfo.InvariantCulture, route, name)} }}\n", new TextOrigin("a", "a.yaml"))], FromCluster: true));
            Assert.NotEmpty(reading.Problems);
            Assert.All(reading.Problems, problem => Assert.True(problem.ToString().Length < 5000, $"{problem.ToString().Length} characters"));
            Assert.All(reading.Routes, read => Assert.True(read.Quarantine is null || read.Quarantine.Reason.Length < 2100));
        }
    }

    [Fact]
    public void CF_06_what_is_left_of_a_name_ends_as_it_does_and_holds_no_half_character()
    {
        string message = Of($"host '{new string('a', 1000)}': has no dot").Message;
        Assert.Equal($"host '{new string('a', 122)}…aa': has no dot", message);
        Assert.Equal(128, message.Split(' ')[1].Length);
        for (int shift = 0; shift < 2; shift++)
        {
            string foxes = Of(new string('a', shift) + string.Concat(Enumerable.Repeat("🦊", 200))).Message;
            Assert.InRange(foxes.Length, 125, 128);
            Assert.DoesNotContain('\ufffd', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(foxes)));
        }
    }

    [Fact]
    public void CF_06_many_short_words_are_cut_in_the_middle()
    {
        string message = Of($"begins {string.Concat(Enumerable.Repeat("a ", 10_000))}ends").Message;
        Assert.Equal(2048, message.Length);
        Assert.StartsWith("begins a", message, StringComparison.Ordinal);
        Assert.EndsWith("a ends", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sentence_of_ordinary_words_is_left_as_it_is()
    {
        string sentence = string.Join(' ', Enumerable.Repeat("ordinary", 100));
        Assert.Equal((sentence, sentence), (Of(sentence).Message, (Of("x") with { Fix = null }).Fix ?? Of(sentence).Message));
    }

    private static Problem Of(string message) => new(Severity.Error, new SourceLocation("a", "a.yaml", 1, 1), message);
}
