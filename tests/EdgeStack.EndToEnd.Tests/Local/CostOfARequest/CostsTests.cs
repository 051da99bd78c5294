namespace EdgeStack.EndToEnd.Tests.Local.CostOfARequest;

/// <summary>What the file of costs says to a measurement.</summary>
public sealed class CostsTests
{
    private const string File = "# why\na | bytes | instructions\nsmall GET | 1000 | -\n", ToDo = "write it down: UPDATE_GOLDENS=1 tests/run";

    [Theory]
    [InlineData(1100, "")]
    [InlineData(900, "")]
    [InlineData(1101, $"small GET: 1,101 bytes a request, where 1,000 are written down (+10 %); take out what made it dearer, or say in the commit why it is worth that and {ToDo}")]
    [InlineData(2000, $"small GET: 2,000 bytes a request, where 1,000 are written down (+100 %); take out what made it dearer, or say in the commit why it is worth that and {ToDo}")]
    [InlineData(800, $"small GET: 800 bytes a request, where 1,000 are written down (-20 %); better: {ToDo}")]
    public void A_figure_more_than_a_tenth_off_is_reported_with_what_to_do(long measured, string said)
    {
        using TemporaryFolder folder = new();
        Assert.Equal(said, string.Join('\n', new Costs(folder.Write("costs.txt", File)).Compare("bytes", [("small GET", measured)])));
    }

    [Theory]
    [InlineData("small GET", "instructions")]
    [InlineData("large GET", "bytes")]
    public void A_figure_that_is_not_written_down_is_reported(string scenario, string column)
    {
        using TemporaryFolder folder = new();
        Assert.Equal($"{scenario}: 7 {column} a request, and nothing is written down; {ToDo}", Assert.Single(new Costs(folder.Write("costs.txt", File)).Compare(column, [(scenario, 7)])));
    }

    [Fact]
    public void What_is_taken_over_leaves_noise_other_columns_and_the_comment_alone()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("costs.txt", File);
        Costs costs = new(file);
        Assert.False(costs.Knows("instructions"));
        costs.Update("instructions", [("small GET", 123456), ("large GET", 7)]);
        costs.Update("bytes", [("small GET", 1020)]);
        Assert.True(costs.Knows("instructions"));
        Assert.Equal("# why\na         | bytes | instructions\nsmall GET |  1000 |       123456\nlarge GET |     - |            7\n", System.IO.File.ReadAllText(file));
    }
}
