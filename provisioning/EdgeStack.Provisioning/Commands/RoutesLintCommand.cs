using System.Collections.Immutable;
using System.CommandLine;
using EdgeStack.Provisioning.Linting;
using EdgeStack.Provisioning.Rendering;
using EdgeStack.Routes.Ownership;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack routes lint</c>: what the gateway would say about route files, without a gateway.</summary>
internal static class RoutesLintCommand
{
    private const string Description =
        """
        Check route files: manifests as for a cluster, or bare route documents. Hosts belong to the namespace whose route comes first, by path
        and line, as in a folder that a gateway serves; on a cluster the oldest ConfigMap decides.

        Exit codes: 0 no errors (warnings are shown) · 1 standard output cannot be written · 2 errors found · 64 usage, or a path that does not exist.
        """;

    public static Command Create(Surroundings surroundings)
    {
        Argument<string[]> paths = new("PATH")
        {
            Description = "Files or folders; ./routes when none is given.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<OutputFormat> output = OutputOption.Create("Like a compiler, one JSON document, or one JSON object a problem.");
        Option<ImmutableArray<HostGrant>> grants = GrantOption.Create();
        Command command = new("lint", Description) { paths, grants, output };
        command.SetAction(parsed =>
        {
            string[] given = parsed.GetValue(paths) ?? [];
            return Run(surroundings, given.Length > 0 ? given : ["routes"], parsed.GetValue(grants), parsed.GetValue(output));
        });
        return command;
    }

    private static int Run(Surroundings surroundings, string[] paths, ImmutableArray<HostGrant> grants, OutputFormat output)
    {
        RouteFiles files = RouteFiles.Find(surroundings.Directory, paths);
        foreach (string missing in files.Missing)
            surroundings.Screen.Failure(missing);
        if (!files.Missing.IsEmpty)
            return ExitCode.Usage;
        LintReading reading = Linter.Read(files, grants);
        LintReport.Show(reading, output, surroundings.Screen);
        return reading.Errors > 0 ? ExitCode.ProblemsFound : ExitCode.Fine;
    }
}
