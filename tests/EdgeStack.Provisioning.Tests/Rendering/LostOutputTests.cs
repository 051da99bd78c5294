namespace EdgeStack.Provisioning.Tests.Rendering;

/// <summary>Data that did not arrive is a failure; a reader that has read enough is none.</summary>
public sealed class LostOutputTests
{
    [Theory]
    [InlineData("text", "> /dev/full", "No space left on device")]
    [InlineData("json", "> /dev/full", "No space left on device")]
    [InlineData("ndjson", "> /dev/full", "No space left on device")]
    [InlineData("text", ">&-", "it is closed")]
    [InlineData("json", "<&- >&-", "it is closed")]
    [InlineData("ndjson", "1< /dev/null", "")]
    public async Task Output_that_cannot_be_written_is_1_with_one_sentence(string form, string redirection, string why)
    {
        using EdgestackProcess edgestack = Linting();

        (int exit, string error) = await edgestack.BashAsync($"{edgestack.Program} routes lint -o {form} {redirection}");

        Assert.Equal(1, exit);
        Assert.Contains($"error: standard output cannot be written: {why}", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help > /dev/full", 1)]
    [InlineData("routes lint >&- 2>&-", 1)]
    [InlineData("routes lint 2>&-", 2)]
    [InlineData("routes lint 2> /dev/full", 2)]
    public async Task The_exit_code_tells_even_where_nothing_can_be_said(string arguments, int expected)
    {
        using EdgestackProcess edgestack = Linting();

        Assert.Equal(expected, (await edgestack.BashAsync($"{edgestack.Program} {arguments}")).ExitCode);
    }

    [Theory]
    [InlineData("head -1")]
    [InlineData("true")]
    public async Task A_reader_that_goes_away_is_no_failure(string reader)
    {
        using EdgestackProcess edgestack = Linting();

        // The pipe is surely closed before anything is written: the reader's end is waited for.
        (int exit, string error) = await edgestack.BashAsync($$"""
            mkfifo pipe read
            ({{reader}} < pipe; echo > read) &
            { echo; read < read; {{edgestack.Program}} routes lint; } > pipe
            """);

        Assert.Equal(2, exit);
        Assert.DoesNotContain("standard output", error, StringComparison.Ordinal);
    }

    private static EdgestackProcess Linting()
    {
        EdgestackProcess edgestack = new();
        edgestack.Folder.Write("routes/a.yaml", "routes:\n  - hots: a.example.com\n    service: a:80\n");
        return edgestack;
    }
}
