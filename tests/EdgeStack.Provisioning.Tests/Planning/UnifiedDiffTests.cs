using CsCheck;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Tests.Planning;

public sealed class UnifiedDiffTests
{
    private static readonly Gen<string> Texts = Gen.Int[0, 3].Select(index => new[] { "a", "b", "c", "" }[index]).Array[0, 30].Select(lines => string.Concat(lines.Select(line => $"{line}\n")));

    [Fact]
    public void Applied_to_the_old_text_it_gives_the_new_one() =>
        Gen.Select(Texts, Texts).Sample((before, after) => Assert.Equal(after, Patched(before, UnifiedDiff.Of(before, after))), iter: 2000);

    [Fact]
    public void Two_equal_texts_have_none() => Texts.Sample(text => Assert.Empty(UnifiedDiff.Of(text, text)));

    [Fact]
    public void It_shows_three_lines_around_a_change_and_numbers_as_diff_does() => Assert.Equal(
        ["@@ -2,7 +2,7 @@", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8"],
        UnifiedDiff.Of("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"));

    [Fact]
    public void A_missing_line_end_is_seen() => Assert.Equal(["@@ -1 +1 @@", "-a (no line end)", "+a"], UnifiedDiff.Of("a", "a\n"));

    [Fact]
    public void Two_large_texts_without_a_common_line_cost_no_table() =>
        Assert.Equal(10_001, UnifiedDiff.Of(string.Concat(Enumerable.Range(0, 5000).Select(number => $"a{number}\n")), string.Concat(Enumerable.Range(0, 5000).Select(number => $"b{number}\n"))).Count);

    // What `patch` does, by the numbers of the hunks.
    private static string Patched(string before, IReadOnlyList<string> diff)
    {
        List<string> old = [.. before.Split('\n')[..^1]], result = [];
        int at = 0;
        foreach (string line in diff)
        {
            if (line.StartsWith("@@", StringComparison.Ordinal))
            {
                string[] range = line.Split(' ')[1][1..].Split(',');
                int start = int.Parse(range[0]) - (range is [_, "0"] ? 0 : 1);
                result.AddRange(old[at..start]);
                at = start;
            }
            else if (line[0] == '+')
                result.Add(line[1..]);
            else
            {
                Assert.Equal(old[at], line[1..]);
                if (line[0] == ' ')
                    result.Add(line[1..]);
                at++;
            }
        }

        result.AddRange(old[at..]);
        return string.Concat(result.Select(line => $"{line}\n"));
    }
}
