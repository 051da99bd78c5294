using System.Text.Json;
using EdgeStack.Provisioning.Commands;

namespace EdgeStack.Provisioning.Tests.Linting;

public sealed class RoutesLintTests
{
    private const string Clean = "routes:\n  - host: a.example.com\n    service: a:80\n";
    private const string Broken = "routes:\n  - hots: a.example.com\n    service: a:80\n";

    [Theory]
    [InlineData("text", "text.txt")]
    [InlineData("json", "json.txt")]
    [InlineData("ndjson", "ndjson.txt")]
    public async Task Problems_are_shown_like_a_compilers_or_as_json(string output, string golden)
    {
        GoldenCase expected = GoldenCase.Read("Goldens", golden);
        using CommandHost host = new();
        host.Folder.Write("routes/shop.yaml", expected.Input);

        int exit = await host.RunAsync("routes", "lint", "--output", output);

        expected.Check(GoldenCase.WithoutTrailingSpaces(host.Output.ToString()));
        Assert.Equal(ExitCode.ProblemsFound, exit);
    }

    [Fact]
    public async Task Clean_files_end_with_0_and_nothing_on_standard_output()
    {
        using CommandHost host = new();
        host.Folder.Write("routes/a.yaml", Clean);
        host.Folder.Write("routes/notes.txt", "not: [read");

        int exit = await host.RunAsync("routes", "lint");

        Assert.Equal(ExitCode.Fine, exit);
        Assert.Empty(host.Output.ToString());
        Assert.Equal("1 file, 1 route: no problems\n", host.Error.ToString());
    }

    [Theory]
    [InlineData(ExitCode.ProblemsFound)]
    [InlineData(ExitCode.Fine, "--grant", "shop.example.com=team-b")]
    [InlineData(ExitCode.ProblemsFound, "--grant", "shop.example.com=team-c")]
    [InlineData(ExitCode.Usage, "--grant", "shop.example.com")]
    public async Task A_host_of_another_namespace_needs_a_grant_as_it_does_in_the_gateway(int exit, params string[] grant)
    {
        using CommandHost host = new();
        foreach (string team in new[] { "team-a", "team-b" })
            host.Folder.Write($"routes/{team}.yaml", Owned(team));

        Assert.Equal(exit, await host.RunAsync(["routes", "lint", .. grant]));
        Assert.Equal(exit == ExitCode.ProblemsFound, host.Output.ToString().Contains("belongs to namespace 'team-a'", StringComparison.Ordinal));
        if (exit == ExitCode.Usage)
            Assert.Contains("--grant: 'shop.example.com' is not of the form shop.example.com=namespace", host.Error.ToString(), StringComparison.Ordinal);
    }

    private static string Owned(string team) => $$"""
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: routes, namespace: {{team}}, labels: { edgestack.dev/routes: "true" } }
        data:
          routes.yaml: |
            routes: [ { match: "Host(`shop.example.com`) && PathPrefix(`/{{team}}`)", service: "shop:80" } ]
        """;

    [Fact]
    public async Task Sub_folders_are_read_and_hidden_names_are_not()
    {
        using CommandHost host = new();
        host.Folder.Write("routes/team/a.yaml", Clean);
        host.Folder.Write("routes/.a.yaml", Broken);
        host.Folder.Write("routes/..data/a.yaml", Broken);

        int exit = await host.RunAsync("routes", "lint");

        Assert.Equal(ExitCode.Fine, exit);
        Assert.Equal("1 file, 1 route: no problems\n", host.Error.ToString());
    }

    [Fact]
    public async Task A_circle_of_links_counts_once()
    {
        using CommandHost host = new();
        host.Folder.Write("routes/a.yaml", Clean);
        Directory.CreateSymbolicLink(host.Folder.File("routes/loop"), ".");

        await host.RunAsync("routes", "lint").WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Contains("1 file, 1 route: no problems", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_many_more_problems_an_object_has_comes_last_of_it()
    {
        using CommandHost host = new();
        string wrong = string.Concat(Enumerable.Repeat("      - { hots: a }\n", 120));
        static string Object(string name, string routes) =>
            $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{ name: {name}, labels: {{ edgestack.dev/routes: \"true\" }} }}\ndata:\n  routes.yaml: |\n    routes:\n{routes}---\n";
        host.Folder.Write("routes/a.yaml", Object("one", wrong) + Object("two", wrong) + Object("three", "      - { hots: a }\n"));

        await host.RunAsync("routes", "lint", "--output", "json");

        (string Object, bool More)[] told = [.. JsonDocument.Parse(host.Output.ToString()!).RootElement.GetProperty("problems").EnumerateArray().Select(problem =>
            (problem.GetProperty("object").GetString()!, problem.GetProperty("message").GetString()!.Contains("more problems of this object", StringComparison.Ordinal)))];
        Assert.Equal([100, 201], told.Index().Where(problem => problem.Item.More).Select(problem => problem.Index));
        Assert.Equal(["ConfigMap default/one", "ConfigMap default/two", "ConfigMap default/three"], told.Select(problem => problem.Object).Distinct());
    }

    [Fact]
    public async Task Warnings_alone_end_with_0()
    {
        using CommandHost host = new();
        host.Folder.Write("routes/a.yaml", Clean + "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: x }\n");

        int exit = await host.RunAsync("routes", "lint");

        Assert.Equal(ExitCode.Fine, exit);
        Assert.Contains("routes/a.yaml:5:1: warning: ", host.Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 file, 1 route: 0 errors, 1 warning", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_paths_are_read_once_each()
    {
        using CommandHost host = new();
        host.Folder.Write("routes/a.yaml", Clean);
        host.Folder.Write("b.conf", Broken);

        int exit = await host.RunAsync("routes", "lint", "routes", "routes/a.yaml", "b.conf");

        Assert.Equal(ExitCode.ProblemsFound, exit);
        Assert.Contains("b.conf:2:5: error: ", host.Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("2 files, ", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("routse", "there is no file or folder 'routse'; did you mean 'routes'?")]
    [InlineData("routes/blgo.yaml", "there is no file or folder 'routes/blgo.yaml'; did you mean 'routes/blog.yaml'?")]
    [InlineData("/nowhere/at/all", "there is no file or folder '/nowhere/at/all'")]
    public async Task A_path_that_does_not_exist_is_64_with_the_nearest_name(string path, string message)
    {
        using CommandHost host = new();
        host.Folder.Write("routes/blog.yaml", Clean);

        int exit = await host.RunAsync("routes", "lint", path);

        Assert.Equal(ExitCode.Usage, exit);
        Assert.Equal($"error: {message}\n", host.Error.ToString());
    }

    [Fact]
    public async Task Without_the_default_folder_it_says_how_to_get_one()
    {
        using CommandHost host = new();

        Assert.Equal(ExitCode.Usage, await host.RunAsync("routes", "lint"));
        Assert.Contains("`edgestack up` writes a sample there", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_folder_is_a_warning()
    {
        using CommandHost host = new();
        Directory.CreateDirectory(host.Folder.File("routes"));

        Assert.Equal(ExitCode.Fine, await host.RunAsync("routes", "lint"));
        Assert.Contains("warning: no route files", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Escape_sequences_in_a_file_do_not_reach_the_terminal()
    {
        using CommandHost host = new();
        host.Folder.Write("routes/a.yaml", "routes:\n  - \"ho\\e[2Jst\": \u009b31m\n");

        await host.RunAsync("routes", "lint");

        Assert.DoesNotContain('\u001b', host.Output.ToString());
        Assert.DoesNotContain('\u009b', host.Output.ToString());
    }
}
