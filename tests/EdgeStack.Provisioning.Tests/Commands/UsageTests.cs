using EdgeStack.Provisioning.Commands;

namespace EdgeStack.Provisioning.Tests.Commands;

public sealed class UsageTests
{
    [Theory]
    [InlineData("pu", "edgestack: unknown command 'pu'; did you mean 'up'?")]
    [InlineData("route list", "edgestack: unknown command 'route'; did you mean 'routes'?")]
    [InlineData("routes lst", "edgestack routes: unknown command 'lst'; did you mean 'list'?")]
    [InlineData("up --prot 80", "edgestack up: unknown option '--prot'; did you mean '--port'?")]
    [InlineData("up --prot=80", "edgestack up: unknown option '--prot=80'; did you mean '--port'?")]
    [InlineData("routes list --token-fil x", "edgestack routes list: unknown option '--token-fil'; did you mean '--token-file'?")]
    [InlineData("routes", "edgestack routes: which command? There are 'list', 'lint'")]
    [InlineData("up now", "edgestack up: unknown argument 'now'")]
    [InlineData("up --port eighty", "--port: 'eighty' is not a number from 0 to 65535")]
    [InlineData("up --port 65536", "--port: '65536' is not a number from 0 to 65535")]
    [InlineData("up --port -1", "--port: '-1' is not a number from 0 to 65535")]
    [InlineData("routes list --output jsn", "--output: 'jsn' is none of text, json, ndjson; did you mean 'json'?")]
    [InlineData("routes list --admin localhost:9902", "--admin: 'localhost:9902' is not an http:// or https:// address; try 'http://127.0.0.1:9902/'")]
    [InlineData("routes list --token-file none", "--token-file: ")]
    [InlineData("routes lint @nothing", "there is no file or folder '@nothing'")]
    public async Task A_mistake_in_the_arguments_ends_with_64_and_says_what_was_meant(string arguments, string message)
    {
        using CommandHost host = new();

        int exit = await host.RunAsync(arguments.Split(' '));

        Assert.Equal(ExitCode.Usage, exit);
        Assert.StartsWith($"error: {message}", host.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(host.Output.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("routes")]
    public async Task A_command_without_its_subcommand_is_a_usage_error_that_leads_to_help(string arguments)
    {
        using CommandHost host = new();

        int exit = await host.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(ExitCode.Usage, exit);
        Assert.Contains("--help", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "up", "routes")]
    [InlineData("up --help", "--port", "Ctrl-C")]
    [InlineData("up --prot --help", "--port", "Ctrl-C")]
    [InlineData("routes list --help", "--token-file", "Exit codes")]
    [InlineData("routes lint --help", "PATH", "Exit codes")]
    public async Task Help_goes_to_standard_output_and_names_what_there_is(string arguments, string first, string second)
    {
        using CommandHost host = new();

        int exit = await host.RunAsync(arguments.Split(' '));

        Assert.Equal(ExitCode.Fine, exit);
        Assert.Contains(first, host.Output.ToString(), StringComparison.Ordinal);
        Assert.Contains(second, host.Output.ToString(), StringComparison.Ordinal);
        Assert.Empty(host.Error.ToString());
    }
}
