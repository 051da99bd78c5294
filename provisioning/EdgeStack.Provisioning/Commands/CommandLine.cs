using System.CommandLine;

namespace EdgeStack.Provisioning.Commands;

/// <summary>From arguments to an exit code: parses, reports usage errors, runs the command.</summary>
internal static class CommandLine
{
    // Arguments are taken as they are: '@file' is a legal path, not an instruction to read more arguments from it.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    private const string Description = "EdgeStack: a gateway and its routes, on this machine or on a cluster, and the way to it from the internet.";

    public static async Task<int> RunAsync(IReadOnlyList<string> args, Surroundings surroundings)
    {
        RootCommand root = Create(surroundings);
        ParseResult parsed = root.Parse(args, Parsing);
        if (UsageErrors.Of(parsed) is { Count: > 0 } errors)
            return UsageErrors.Show(parsed, errors, surroundings.Screen);

        try
        {
            int exit = await parsed.InvokeAsync(Invocation(surroundings));
            return surroundings.Screen.OutputFailed ? ExitCode.Failure : exit;
        }
        catch (OperationCanceledException) when (surroundings.Stop.Gently.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    private static RootCommand Create(Surroundings surroundings) => new(Description)
    {
        UpCommand.Create(surroundings),
        InitCommand.Create(surroundings),
        PlanCommand.CreatePlan(surroundings),
        ApplyCommand.Create(surroundings),
        PlanCommand.CreateVerify(surroundings),
        PlanCommand.CreateDrift(surroundings),
        UndoCommand.Create(surroundings),
        DestroyCommand.Create(surroundings),
        DbCommand.Create(surroundings),
        TrustCommand.Create(surroundings),
        ValidateCommand.Create(surroundings),
        SchemaCommand.Create(surroundings),
        SecretsCommand.Create(surroundings),
        RoutesCommand.Create(surroundings),
        RequestsCommand.Create(surroundings),
        TunnelCommand.Create(surroundings),
        DnsCommand.Create(surroundings),
        ExplainCommand.Create(surroundings),
        CompletionCommand.Create(surroundings),
    };

    private static InvocationConfiguration Invocation(Surroundings surroundings) => new()
    {
        Output = surroundings.Screen.Output,
        Error = surroundings.Screen.Error,
        // A bug shows itself whole; what can go wrong in use is an outcome of the command, not an exception.
        EnableDefaultExceptionHandler = false,
        // Signals are read in one place (Local/StopSignals), which knows a second Ctrl-C from the first.
        ProcessTerminationTimeout = null,
    };
}
