using System.Collections.Immutable;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Components.Base;

/// <summary>Settings of the kernel: in a file for the next boot, and in force now. What this kernel lacks or does not let anybody set is told and left.</summary>
internal sealed class Sysctl(ImmutableArray<(string Name, string Value)> settings) : IStep
{
    private const string Path = "/etc/sysctl.d/90-edgestack.conf";

    private readonly ManagedFile _file = new(Path, Content.OfText(
        $"# managed by edgestack: base.sysctl\n{string.Concat(settings.Select(setting => $"{setting.Name} = {setting.Value}\n"))}"));

    // Blanks between several values are the kernel's own business. Writable is asked of the mount as well: root may write where nothing can be written.
    private readonly FactQuery.Command _values = new(string.Concat(settings.Select(setting =>
        $"f=/proc/sys/{setting.Name.Replace('.', '/')}; if [ ! -e $f ]; then echo absent; elif [ -w $f ]; then echo \"rw $(tr -s '\\t ' ' ' <$f)\"; else echo \"ro $(tr -s '\\t ' ' ' <$f)\"; fi; ")));

    public string Name => "base.sysctl";

    public string Title => "settings of the kernel";

    public ImmutableArray<FactQuery> Queries => [_file.Query, _values];

    public StepOutcome Judge(NodeFacts facts)
    {
        string[] values = facts[_values].Lines;
        if (values.Length != settings.Length)
            throw new FormatException("/proc/sys cannot be read");
        List<Difference> differences = [];
        List<NodeAction> actions = [];
        List<string> left = [];
        foreach (((string name, string wanted), string now) in settings.Zip(values))
        {
            if (now == "absent")
                left.Add($"{name} (not in this kernel)");
            else if (now[3..] == wanted)
                continue;
            else if (now.StartsWith("ro", StringComparison.Ordinal))
                left.Add($"{name} is {now[3..]} (read-only here)");
            else
            {
                differences.Add(new Difference.Value(name, now[3..], wanted));
                actions.Add(new NodeAction.Run($"set {name}", $"sysctl -q -w {ShellText.Quote($"{name}={wanted}")}") { UndoScript = $"sysctl -q -w {ShellText.Quote($"{name}={now[3..]}")}" });
            }
        }

        if (_file.Compare(facts.Own) is { } file)
        {
            differences.Insert(0, file);
            actions.Insert(0, new NodeAction.WriteFile(_file));
        }

        return actions.Count > 0 ? new StepOutcome.Change([.. differences], [.. actions])
            : left.Count > 0 ? new StepOutcome.Unsupported(string.Join(", ", left))
            : StepOutcome.Unchanged.Instance;
    }
}
