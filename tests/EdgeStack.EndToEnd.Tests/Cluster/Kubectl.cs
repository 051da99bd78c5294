using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>kubectl, as a person would use it.</summary>
internal sealed class Kubectl(string kubeconfig)
{
    public string Kubeconfig => kubeconfig;

    /// <summary>Runs kubectl and returns what it printed; throws with its words when it fails.</summary>
    public Task<string> RunAsync(params string[] arguments) => RunAsync(PipeSource.Null, arguments);

    /// <summary>Applies manifests given as text.</summary>
    public Task<string> ApplyAsync(string manifests) => RunAsync(PipeSource.FromString(manifests), "apply", "-f", "-");

    /// <summary>The command itself, for what runs on beside the test.</summary>
    public Command Command(params string[] arguments) => Cli.Wrap("kubectl").WithArguments(arguments)
        .WithEnvironmentVariables(variables => variables.Set("KUBECONFIG", kubeconfig));

    private async Task<string> RunAsync(PipeSource input, params string[] arguments)
    {
        BufferedCommandResult result = await Command(arguments).WithStandardInputPipe(input).WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return result.ExitCode == 0 ? result.StandardOutput
            : throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)} ended with {result.ExitCode}: {result.StandardError}");
    }
}
