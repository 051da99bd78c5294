using System.Diagnostics;
using CsCheck;
using EdgeStack.Routes.Patterns;

namespace EdgeStack.Routes.Tests.Patterns;

public sealed class GoPatternPropertyTests
{
    // One reading also builds an automaton; the limit is far above what any takes, also on a busy machine, so that only a hang or a blow-up fails.
    private static readonly TimeSpan Quickly = TimeSpan.FromSeconds(60);

    [Fact]
    public void Any_text_is_read_quickly_and_without_an_exception_into_a_pattern_or_problems_inside_the_text() =>
        Gen.OneOf(Gen.String, PatternLikeText).Sample(IsReadWell, iter: 3_000);

    [Theory]
    [InlineData("(", "")]
    [InlineData("(?:", "")]
    [InlineData("(", ")")]
    [InlineData("(?:a", ")*")]
    [InlineData("(a|", ")")]
    [InlineData("[", "]")]
    [InlineData("(?i)", "")]
    [InlineData("a*", "")]
    [InlineData("{a:", "}")]
    [InlineData(@"\Q", @"\E")]
    [InlineData("x{2}", "")]
    [InlineData("|", "")]
    [InlineData(@"\pL", "")]
    [InlineData(@"(?i)[\x{1}-\x{10fff0}]", "")]
    [InlineData("(?i:(?:k|", ")){0,9}")]
    public void Neither_depth_nor_length_harms(string opening, string closing)
    {
        foreach (int times in new[] { 50, 150, 1_000, 100_000 })
            Assert.True(IsReadWell(string.Concat(Enumerable.Repeat(opening, times)) + "a" + string.Concat(Enumerable.Repeat(closing, times))));
    }

    [Fact]
    public void Two_hundred_nested_groups_are_taken_and_one_more_is_refused()
    {
        Assert.True(GoPattern.Read(Nested(200)).Regex!.IsMatch("a"));
        PatternProblem problem = Assert.Single(GoPattern.Read(Nested(201)).Problems);
        Assert.Equal("groups are nested deeper than 200", problem.Message);
        Assert.Equal(200, problem.Index);
    }

    [Fact]
    public void Matching_allocates_nothing_once_warm()
    {
        PatternReading reading = GoPattern.Read(@"^/(?i:api|shop)/v\d+(?:/[^/]+)*\.(?:html?|json)$");
        string[] subjects = ["/API/v12/a/b/c.json", "/shop/v1/ä/😀.html", "/shop/", "", "/api/v1/x.jsonp"];
        int matches = 0;
        for (int warm = 0; warm < 100; warm++)
            matches += subjects.Count(subject => reading.Regex!.IsMatch(subject));
        Assert.Equal(200, matches);

        Assert.Equal(0, Allocated.By(() =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                foreach (string subject in subjects)
                    matches += reading.Regex!.IsMatch(subject.AsSpan()) ? 1 : 0;
            }
        }));
    }

    private static string Nested(int groups) => new string('(', groups) + "a" + new string(')', groups);

    private static readonly string[] Pieces =
    [
        "a", "b", "k", "é", "😀", ".", "*", "+", "?", "|", "(", "(?:", "(?i)", "(?i-s:", "(?P<n>", ")", "[", "[^", "]", "-", "^", "$", "{", "}", "{2}", "{1,3}", "{2,}", ",",
        "1000", @"\", @"\d", @"\W", @"\b", @"\x{", @"\x41", @"\pL", @"\p{", @"\Q", @"\E", "[:alpha:]", "[:", ":]", "\n", "\ud800", "0", ":",
    ];

    private static Gen<string> PatternLikeText => Gen.Int[0, Pieces.Length - 1].Select(piece => Pieces[piece]).Array[0, 16].Select(parts => string.Concat(parts));

    private static bool IsReadWell(string text)
    {
        long start = Stopwatch.GetTimestamp();
        PatternReading reading = GoPattern.Read(text);
        bool answered = reading.Regex?.IsMatch("a/kK\n😀") is not null;
        return answered == reading.Problems.IsEmpty
            && reading.Problems.All(problem => problem.Index >= 0 && problem.Index <= text.Length)
            && Stopwatch.GetElapsedTime(start) < Quickly;
    }
}
