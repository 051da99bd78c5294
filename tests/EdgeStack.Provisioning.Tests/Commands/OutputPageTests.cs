using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Faults;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;
using EdgeStack.Provisioning.Tests.Components.Base;

namespace EdgeStack.Provisioning.Tests.Commands;

/// <summary>The page about what programs read from plan and apply is made here: its examples are what the code writes, its table has every key that the code knows.</summary>
public sealed class OutputPageTests
{
    private static readonly JsonSerializerOptions Indented = new(PlanJson.Default.Options) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Key, string What)[] Meanings =
    [
        ("schemaVersion", "1. Grows when a key changes its meaning or goes; keys may come without that."),
        ("cluster", "`metadata.name` of the inventory."),
        ("hosts", "In the order of the inventory; with `--limit`, those."),
        ("hosts[].name", "The node's name."),
        ("hosts[].fault", "Why the node could not be asked, or was lost; then the command ends with 4."),
        ("hosts[].fault.code", "Which kind of fault: `edgestack explain` and [errors.md](../errors.md) say more. Keeps its meaning, unlike the words."),
        ("hosts[].fault.cause", "What is wrong, behind the name of the node."),
        ("hosts[].fault.fix", "What to do about it."),
        ("hosts[].steps", "In the order in which they are done; none when the node could not be asked."),
        ("hosts[].steps[].name", "As `--step` takes it."),
        ("hosts[].steps[].title", "What it is good for."),
        ("hosts[].steps[].outcome", "`unchanged`, `change`, `unsupported` (this host lacks what it takes; no difference) or `blocked`."),
        ("hosts[].steps[].risk", "Of a change: `safe`, `restart`, `network`, `reboot` or `data`."),
        ("hosts[].steps[].differences", "Of a change: line by line, as people see it. No secret is among them."),
        ("hosts[].steps[].why", "Why it is unsupported."),
        ("hosts[].steps[].obstacle", "What blocks it: `code`, `cause` and `fix`."),
        ("hosts[].steps[].digest", "Of a change in a saved plan: of everything that would be done, salted."),
        ("made", "Of a saved plan (`plan -o FILE`) alone: what it was made from."),
        ("made.at", "When."),
        ("made.inventory", "Full path of the inventory."),
        ("made.inventoryDigest", "SHA-256 of its text; `apply FILE` refuses another one."),
        ("made.salt", "Of the digests."),
        ("made.steps", "What `--step` said."),
        ("run", "The run's name, as `undo` takes it."),
        ("hosts[].durationMs", "Of all its steps, in milliseconds."),
        ("hosts[].steps[].host", "The node's name: a step is the same in a document and on a line of its own."),
        ("hosts[].steps[].step", "The step's name."),
        ("hosts[].steps[].result", "`unchanged`, `changed`, `unsupported`, `failed` or `skipped` (something before it failed)."),
        ("hosts[].steps[].durationMs", "In milliseconds."),
        ("hosts[].steps[].error", "What failed: `code`, `cause` and `fix`."),
        ("hosts[].steps[].log", "The last lines that programs said before it failed."),
    ];

    [Fact]
    public void The_page_has_every_key_and_what_the_code_writes()
    {
        PlanDocument plan = PlanDocuments.Of("home", [Node, Known.Node("pi2")], new Dictionary<string, RemoteFault> { ["pi2"] = new(FaultCode.Unreachable, "does not answer at port 22", "is it on?") }, new Plan(
        [
            new PlannedStep(Node, new Step("base.time"), new StepOutcome.Change([new Difference.Value("time zone", "UTC", "Europe/Copenhagen")], [])),
            new PlannedStep(Node, new Step("base.cgroups"), new StepOutcome.Unsupported("its kernel has no memory cgroup")),
        ]));
        RunLine done = new("pi1", "base.time", "changed", 412), failed = new("pi1", "base.ssh", "failed", 1207) { Error = new PlanDocument.Problem("ES1203", "could not write /etc/ssh/sshd_config.d/10-edgestack.conf (exit 1)", "mend it on pi1, then `edgestack apply --resume`"), Log = ["No space left on device"] };
        RunDocument run = new(PlanDocuments.Version, "20261130-021352", [new RunDocument.HostRun("pi1", null, 1619, [done, failed])]);
        StringBuilder page = new();
        page.Append($"""
            # What programs read from plan and apply

            `edgestack plan`, `drift`, `verify` and `apply` take `--output json` (one document at the end) and `--output ndjson` (one object a line, `apply` as each step ends). They go to standard output, and nothing
            else does; everything for people goes to standard error. Keys without a value are left out. Exit codes: 0 fine, 1 failure, 2 differences (`drift`, `plan --detailed-exitcode`), 3 some hosts failed,
            4 unreachable, 5 locked, 6 verification failed, 64 usage, 130 interrupted. This page is made from the code.

            ## A plan

            ```json
            {JsonSerializer.Serialize(plan, Indented)}
            ```

            A line of `ndjson` has `host`, and `step` as above or `fault`:

            ```json
            {JsonSerializer.Serialize(new PlanLine("pi1", null, plan.Hosts[0].Steps[0]), PlanJson.Default.PlanLine)}
            ```


            """);
        Rows(page, typeof(PlanDocument));
        page.Append($"""

            ## A run

            ```json
            {JsonSerializer.Serialize(run, Indented)}
            ```

            A line of `ndjson` is a step:

            ```json
            {JsonSerializer.Serialize(done, PlanJson.Default.RunLine)}
            ```


            """);
        Rows(page, typeof(RunDocument));
        GoldenCase.CheckFile(Path.Combine(RepositoryRoot.Path, "docs", "contracts", "plans-and-runs.md"), page.ToString());
    }

    [Fact]
    public void Every_key_of_a_line_is_one_of_a_document() =>
        Assert.Equal(["fault", "host", "step"], PlanJson.Default.PlanLine.Properties.Select(property => property.Name).Order(StringComparer.Ordinal));

    private static Node Node { get; } = Known.Node("pi1");

    private static void Rows(StringBuilder page, Type document)
    {
        page.Append("| key | |\n|---|---|\n");
        foreach (string key in Keys(document, "").Distinct(StringComparer.Ordinal))
            page.Append($"| `{key}` | {Meanings.Single(meaning => meaning.Key == key).What} |\n");
    }

    // Causes and fixes are the same everywhere: they are told once.
    private static IEnumerable<string> Keys(Type type, string path)
    {
        JsonTypeInfo info = PlanJson.Default.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type)!;
        if (info.Kind == JsonTypeInfoKind.Enumerable)
            return Keys(info.ElementType!, $"{path}[]");
        if (info.Kind != JsonTypeInfoKind.Object || (info.Type == typeof(PlanDocument.Problem) && !path.EndsWith("fault", StringComparison.Ordinal)))
            return [];
        return info.Properties.SelectMany(property =>
        {
            string key = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            return (string[])[key, .. Keys(property.PropertyType, key)];
        });
    }

    private sealed class Step(string name) : IStep
    {
        public string Name => name;

        public string Title => "a step";

        public ImmutableArray<FactQuery> Queries => [];

        public StepOutcome Judge(NodeFacts facts) => StepOutcome.Unchanged.Instance;
    }
}
