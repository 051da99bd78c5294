using CsCheck;
using EdgeStack.Provisioning.Components.MariaDb;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Tests.Components.MariaDb;

public sealed class SqlTextTests(LocalMariaDb server) : IClassFixture<LocalMariaDb>
{
    private static readonly string[] Hostile = ["'", "''", "\\", "\\'", "`", "``", "\"", "'; DROP DATABASE test; -- ", "\n", "\\n", "a\tb", "%", "_", "\\_", "/*", "--", "#", "é\u202e", "delimiter //", "\\g", "\u001a"];

    [Fact]
    public async Task Whatever_a_text_holds_a_real_server_reads_it_unchanged_as_text_and_as_name()
    {
        LocalMariaDb.Require();
        await Gen.String[Gen.Char['\u0001', '\ud7ff'], 1, 30].Array[20, 20].SampleAsync(random => ComesBackAsync([.. Hostile, .. random]), iter: 10, threads: 1);
    }

    // A name cannot end with a blank, so it has a letter around it.
    private async Task ComesBackAsync(string[] texts)
    {
        string sql = string.Join('\n', texts.Select(text => $"SELECT HEX({SqlText.Literal(text)}), HEX({SqlText.Name($"c{text}c")}) FROM (SELECT {SqlText.Literal(text)} AS {SqlText.Name($"c{text}c")}) AS t;"));
        FactAnswer answer = await server.AskAsync(SqlScript.Query(sql));
        Assert.Equal(0, answer.ExitCode);
        Assert.Equal(texts.Select(text => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(text))).SelectMany(hex => (string[])[hex, hex]), answer.Lines.SelectMany(line => line.Split('\t')));
    }

    [Fact]
    public void A_NUL_is_refused() => Assert.All((Func<string, string>[])[SqlText.Literal, SqlText.Name, SqlText.Database], quote => Assert.Throws<ArgumentException>(() => quote("a\0b")));

    [Fact]
    public void What_stands_for_any_letter_in_a_grant_stands_for_itself() => Assert.Equal("`lil\\_linko\\%`.*", SqlText.Database("lil_linko%"));
}
