using EdgeStack.Routes.Patterns;

namespace EdgeStack.Routes.Tests.Patterns;

/// <summary>Against answers of Go's own regexp package, one line a pattern; a wrong answer is shown with its subject.</summary>
public sealed class GoAnswersTests
{
    private static readonly string[] Subjects = [.. GoAnswers.Section("go-answers.txt", "subjects").Select(line => GoAnswers.Text(line[1..^1]))];

    [Fact]
    public void Every_pattern_matches_what_it_matches_in_go()
    {
        string[] lines = GoAnswers.Section("go-answers.txt", "the same answers");
        Assert.True(lines.Length > 300 && Subjects.Length > 15);
        Assert.Empty(lines.SelectMany(line => Differences(GoAnswers.Text(line[(line.IndexOf(' ') + 1)..]), line, Subjects)));
    }

    [Fact]
    public void Random_patterns_match_what_they_match_in_go()
    {
        string[] lines = GoAnswers.Section("go-random-answers.txt", "answers");
        Assert.Empty(lines.SelectMany(line =>
        {
            string[] parts = line.Split(' ');
            return Differences(GoAnswers.Text(parts[1]), parts[0], [.. parts[2..].Select(subject => GoAnswers.Text(subject[1..^1]))]);
        }));
    }

    [Fact]
    public void What_is_an_error_in_go_is_refused() =>
        Assert.DoesNotContain(GoAnswers.Section("go-answers.txt", "errors in Go").Select(GoAnswers.Text), IsTaken);

    [Fact]
    public void What_is_right_in_go_and_still_refused_is_listed() =>
        Assert.DoesNotContain(
            GoAnswers.Section("go-answers.txt", "refused although right in Go").Select(line => GoAnswers.Text(line[(line.IndexOf(' ') + 1)..])),
            IsTaken);

    private static bool IsTaken(string pattern) => GoPattern.Read(pattern).Problems.IsEmpty;

    private static IEnumerable<string> Differences(string pattern, string bits, string[] subjects)
    {
        PatternReading reading = GoPattern.Read(pattern);
        if (reading.Regex is null)
            return [$"`{pattern}` was refused: {reading.Problems[0].Message}"];
        return subjects.Where((subject, i) => reading.Regex.IsMatch(subject.AsSpan()) != (bits[i] == '+'))
            .Select(subject => $"`{pattern}` on `{subject}`: Go says the opposite");
    }
}
