using System.Collections.Frozen;
using System.Text;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Tests.Components;

/// <summary>Answers of a node that does not exist, for steps that only judge.</summary>
internal sealed class MadeUpFacts
{
    private static readonly Node Node = new("store", "10.0.0.3", [Roles.Database], new NodeAccess(), new BaseSettings(null, "keep", "keep", "off", null));

    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly List<(string Part, FactAnswer Answer)> _commands = [];
    private readonly Dictionary<string, string> _units = new(StringComparer.Ordinal);

    /// <summary>A file that is as it should be.</summary>
    public MadeUpFacts Has(ManagedFile file)
    {
        string[] owner = file.Owner!.Split(':');
        _files[file.Path] = $"{owner[0]} {owner[1]} {file.Mode} {file.Content.Bytes.Length}\n{file.Content.Digest}\n{file.Content}";
        return this;
    }

    /// <summary>What a question answers in whose script the part stands; otherwise it fails.</summary>
    public MadeUpFacts Answers(string part, string text)
    {
        _commands.Insert(0, (part, new FactAnswer(0, Encoding.UTF8.GetBytes(text))));
        return this;
    }

    /// <summary>The unit runs, started last with the configuration that has this digest.</summary>
    public MadeUpFacts Runs(string stamp, string unit = "mariadb.service")
    {
        _units[unit] = $"LoadState=loaded\nActiveState=active\nUnitFileState=enabled\nStamp={stamp}\n";
        return this;
    }

    public StepOutcome Judge(IStep step) =>
        Planner.Judge(step, new NodeFacts(Node, new Facts(step.Queries.Distinct().ToDictionary(query => query, AnswerTo)), FrozenDictionary<string, Facts>.Empty));

    private FactAnswer AnswerTo(FactQuery query) => query switch
    {
        FactQuery.File file => new FactAnswer(0, Encoding.UTF8.GetBytes(_files.GetValueOrDefault(file.Path, "absent\n"))),
        FactQuery.Unit unit => new FactAnswer(0, Encoding.UTF8.GetBytes(_units.GetValueOrDefault(unit.Name, "LoadState=not-found\nActiveState=inactive\nUnitFileState=\nStamp=\n"))),
        _ => _commands.Where(command => query.Script.Contains(command.Part, StringComparison.Ordinal)).Select(command => command.Answer).FirstOrDefault() ?? new FactAnswer(3, []),
    };
}
