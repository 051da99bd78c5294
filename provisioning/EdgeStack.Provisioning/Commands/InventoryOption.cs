using System.CommandLine;
using System.CommandLine.Completions;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Provisioning.Commands;

/// <summary>The option <c>-f FILE</c>, the same in every command that is about nodes.</summary>
internal static class InventoryOption
{
    public const string DefaultFile = "cluster.yaml";

    public static Option<string> Create() => new("--file", "-f")
    {
        Description = "The inventory; - is standard input.",
        HelpName = "FILE",
        DefaultValueFactory = _ => DefaultFile,
    };

    /// <summary>While somebody completes a line: the inventory that it names.</summary>
    public static string Named(CompletionContext context, Option<string> option) => context.ParseResult.GetResult(option) is { Tokens: [.., var last] } ? last.Value : DefaultFile;

    /// <summary>Reads the inventory; null when it cannot be used, which has been said.</summary>
    public static InventoryFile? Read(Surroundings surroundings, string written)
    {
        string path = Path.GetFullPath(written, surroundings.Directory);
        string text;
        try
        {
            text = written == "-" ? surroundings.Input.ReadToEnd() : File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            bool isMissing = fault is FileNotFoundException or DirectoryNotFoundException;
            surroundings.Screen.Failure($"{written}: {(isMissing ? "there is no such file" : fault.Message)}");
            if (isMissing)
                surroundings.Screen.Progress("An inventory says which machines there are and what they do: `edgestack init` writes one. -f names another file.");
            return null;
        }

        InventoryReading reading = new InventoryReader(written == "-" ? "standard input" : written, surroundings.Variable).Read(text);
        foreach (Problem problem in BoundedProblems.Of(reading.Problems))
            surroundings.Screen.Failure($"{problem.Where}: {problem.Message}{(problem.Fix is null ? "" : $" ({problem.Fix})")}");
        return reading.Cluster is null ? null : new InventoryFile(reading.Cluster, ClusterFolder.Beside(written == "-" ? Path.Combine(surroundings.Directory, DefaultFile) : path), text);
    }
}
