using System.CommandLine;
using EdgeStack.Documents;
using EdgeStack.Provisioning.Rendering;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Provisioning.Commands;

/// <summary>The option <c>--output text|json|ndjson</c>, the same in every command.</summary>
internal static class OutputOption
{
    private static readonly string[] Names = ["text", "json", "ndjson"];

    /// <param name="description">What the three forms are here.</param>
    /// <param name="hasShortName">Also as -o; not where -o names a file.</param>
    public static Option<OutputFormat> Create(string description, bool hasShortName = true) => new("--output", hasShortName ? ["-o"] : [])
    {
        Description = $"{description} [default: text]",
        HelpName = string.Join('|', Names),
        CustomParser = result =>
        {
            string written = result.Tokens[0].Value;
            int index = Array.IndexOf(Names, written);
            if (index < 0)
                result.AddError($"--output: '{written}' is none of {string.Join(", ", Names)}" +
                    (NearestName.Of(written, Names) is { } nearest ? $"; did you mean '{nearest}'?" : ""));
            return (OutputFormat)Math.Max(index, 0);
        },
    };
}
