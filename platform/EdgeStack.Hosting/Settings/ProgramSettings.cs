using System.Collections;
using System.Collections.Immutable;
using System.Text;

namespace EdgeStack.Hosting.Settings;

/// <summary>Every setting of a program. Help, pages, unknown-key errors and reading all come from this list.</summary>
/// <typeparam name="TOptions">Its options; new ones hold the defaults.</typeparam>
/// <param name="Program">What it is called.</param>
/// <param name="DefaultFile">The file that is read when there is one and <c>--config</c> does not name another.</param>
/// <param name="All">The settings, in the order of the help.</param>
/// <param name="Complete">What is wrong with the whole, when each setting is right; it may also fill in what follows from others.</param>
public sealed record ProgramSettings<TOptions>(string Program, string DefaultFile, ImmutableArray<Setting<TOptions>> All, Func<TOptions, IEnumerable<string>> Complete)
    where TOptions : new()
{
    /// <summary>Reads the layers, later ones win: defaults, file, environment, command line.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <param name="defaultFile">Another <see cref="DefaultFile"/>.</param>
    public SettingsReading<TOptions> Read(IReadOnlyList<string> args, IDictionary environment, string? defaultFile = null) =>
        new SettingsReader<TOptions>(this).Read(args, environment, defaultFile ?? DefaultFile);

    /// <summary>The list as text for a terminal.</summary>
    /// <param name="summary">What the program does, in a sentence.</param>
    /// <param name="otherUses">Further ways to call it, with what each does.</param>
    public string Help(string summary, params ReadOnlySpan<(string Call, string Does)> otherUses)
    {
        const int Column = 36;
        TOptions defaults = new();
        StringBuilder text = new();
        text.AppendLine($"{Program}: {summary}");
        text.AppendLine();
        text.AppendLine($"  {Program} [--config FILE] [--SETTING VALUE]...");
        foreach ((string call, string does) in otherUses)
            text.AppendLine($"  {$"{Program} {call}".PadRight(Column)} {does}".TrimEnd());
        text.AppendLine($"  {Program} --version");
        text.AppendLine();
        text.AppendLine($"Settings come from {DefaultFile} (or --config FILE), then from the environment, then from the");
        text.AppendLine("command line; the later one wins.");
        foreach (Setting<TOptions> setting in All)
        {
            string standard = setting.Show(defaults);
            text.AppendLine();
            text.AppendLine($"  --{setting.Key} {setting.Form}{(standard.Length > 0 ? $"   (default {standard})" : "")}");
            text.AppendLine($"      {setting.Description}");
            text.AppendLine($"      {setting.EnvironmentName}");
        }

        return text.ToString();
    }

    /// <summary>The list as a page of documentation, in Markdown.</summary>
    /// <param name="title">Of the page.</param>
    /// <param name="example">A line of YAML.</param>
    public string Page(string title, string example)
    {
        TOptions defaults = new();
        StringBuilder page = new();
        page.AppendLine($"# {title}");
        page.AppendLine();
        page.AppendLine($"Made from the source by a test (`UPDATE_GOLDENS=1` renews it). Layers, the later one wins: default, `{DefaultFile}` or");
        page.AppendLine($"`--config FILE`, environment, command line. In YAML the dots are levels: `{example}`.");
        page.AppendLine();
        page.AppendLine($"## {Program}");
        page.AppendLine();
        page.AppendLine("| setting | environment | value | default | |");
        page.AppendLine("|---|---|---|---|---|");
        foreach (Setting<TOptions> setting in All)
        {
            string standard = setting.Show(defaults);
            page.AppendLine($"| `{setting.Key}` | `{setting.EnvironmentName}` | {setting.Form.Replace("|", " or ", StringComparison.Ordinal)} | {(standard.Length > 0 ? $"`{standard}`" : "")} | {setting.Description} |");
        }

        return page.ToString();
    }
}
