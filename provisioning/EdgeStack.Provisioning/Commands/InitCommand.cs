using System.Collections.Immutable;
using System.CommandLine;
using EdgeStack.Provisioning.Drafting;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack init</c>: writes the first inventory.</summary>
internal sealed class InitCommand
{
    private const string Description =
        $"""
        Write an inventory: asks for the machines and what they do, or takes the answers from options, or from an inventory of Ansible. Editors
        complete and check it by the schema that is written beside it ({InventoryText.Schema}). No machine is asked or changed.

        Exit codes: 0 written · 1 there is one already, or it cannot be written · 64 something is missing or wrong.
        """;

    private readonly Surroundings _surroundings;
    private readonly Option<string> _file = new("--file", "-f") { Description = "What is written.", HelpName = "FILE", DefaultValueFactory = _ => InventoryOption.DefaultFile };
    private readonly Option<bool> _force = new("--force") { Description = "Replace the one that is there." };
    private readonly Option<string?> _name = new("--name") { Description = "The cluster's name: typed to confirm what deletes data.", HelpName = "NAME" };
    private readonly Option<ImmutableArray<DraftNode>> _nodes = NodeOption.Create();
    private readonly Option<string?> _user = new("--user") { Description = "Who logs in, by ssh. [default: as ~/.ssh/config says]", HelpName = "USER" };
    private readonly Option<string?> _key = new("--identity") { Description = "The private key. [default: as ~/.ssh/config and the agent say]", HelpName = "FILE" };
    private readonly Option<string?> _ansible = new("--from-ansible") { Description = "Take machines, groups and how ssh gets there from this inventory of Ansible (INI or YAML). Passwords are not taken.", HelpName = "FILE" };

    private readonly Option<string[]> _databases = new("--database")
    {
        Description = "A database on the machine with the role database; may be given several times.",
        HelpName = "NAME",
        Arity = ArgumentArity.OneOrMore,
    };

    private InitCommand(Surroundings surroundings) => _surroundings = surroundings;

    public static Command Create(Surroundings surroundings) => new InitCommand(surroundings).Create();

    private Command Create()
    {
        Command command = new("init", Description) { _file, _force, _name, _nodes, _user, _key, _databases, _ansible };
        command.Validators.Add(result =>
        {
            if (result.GetValue(_ansible) is not null && !result.GetValue(_nodes).IsDefaultOrEmpty)
                result.AddError("--from-ansible names the machines; --node does too");
        });
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        string file = parsed.GetValue(_file)!, path = Path.GetFullPath(file, _surroundings.Directory);
        if (File.Exists(path) && !parsed.GetValue(_force))
        {
            _surroundings.Screen.Failure($"{file} is there already");
            _surroundings.Screen.Progress("  --force replaces it; -f names another file.");
            return ExitCode.Failure;
        }

        if (await DraftAsync(parsed) is not { } draft)
            return ExitCode.Usage;
        string[] faults = [.. InitDialogue.FaultsOf(draft)];
        foreach (string fault in faults)
            _surroundings.Screen.Failure(fault);
        return faults.Length > 0 ? ExitCode.Usage : Write(file, path, draft);
    }

    /// <returns>Null when there is none, which has been said.</returns>
    private async Task<InventoryDraft?> DraftAsync(ParseResult parsed)
    {
        string? user = parsed.GetValue(_user), key = parsed.GetValue(_key);
        InventoryDraft? draft = new(parsed.GetValue(_name) ?? "", parsed.GetValue(_nodes)) { Databases = [.. parsed.GetValue(_databases) ?? []] };
        if (parsed.GetValue(_ansible) is { } ansible)
            draft = FromAnsible(ansible, draft);
        else if (draft.Name.Length == 0 || draft.Nodes.IsEmpty)
            draft = await new InitDialogue(_surroundings).CompleteAsync(draft, user) ?? TellMissing(draft);
        return draft is null ? null : draft with { Nodes = [.. draft.Nodes.Select(node => node with { User = user ?? node.User, IdentityFile = key ?? node.IdentityFile })] };
    }

    private InventoryDraft? TellMissing(InventoryDraft given)
    {
        string[] missing = [.. given.Name.Length == 0 ? ["--name NAME"] : (string[])[], .. given.Nodes.IsEmpty ? ["--node NAME=ADDRESS[,ROLE...]"] : (string[])[]];
        _surroundings.Screen.Failure($"missing, and nobody is here to be asked: {string.Join(", ", missing)}");
        _surroundings.Screen.Progress("  edgestack init --name home --node pi1=192.168.1.10,server --node pi2=192.168.1.11,agent");
        return null;
    }

    private InventoryDraft? FromAnsible(string file, InventoryDraft given)
    {
        string text;
        try
        {
            text = File.ReadAllText(Path.GetFullPath(file, _surroundings.Directory));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _surroundings.Screen.Failure($"--from-ansible: {fault.Message}");
            return null;
        }

        (AnsibleGroups groups, IReadOnlyList<Problem> problems) = Path.GetExtension(file).ToLowerInvariant() is ".yml" or ".yaml" or ".json" ? new AnsibleYaml(file).Read(text) : new AnsibleIni(file).Read(text);
        foreach (Problem problem in BoundedProblems.Of(problems))
            _surroundings.Screen.Failure($"{problem.Where}: {problem.Message}{(problem.Fix is null ? "" : $" ({problem.Fix})")}");
        if (problems.Count > 0)
            return null;
        (InventoryDraft draft, ImmutableArray<string> notes) = AnsibleImport.Of(given.Name.Length == 0 ? "home" : given.Name, [.. groups.Hosts()]);
        foreach (string note in notes)
            _surroundings.Screen.Warning(note);
        if (!draft.Nodes.IsEmpty)
            return draft with { Databases = given.Databases };
        _surroundings.Screen.Failure($"--from-ansible: {file} names no host");
        return null;
    }

    private int Write(string file, string path, InventoryDraft draft)
    {
        try
        {
            string schema = Path.Combine(Path.GetDirectoryName(path)!, InventoryText.Schema);
            Directory.CreateDirectory(Path.GetDirectoryName(schema)!);
            File.WriteAllText(schema, SchemaCommand.Text);
            string beside = $"{path}.new";
            File.WriteAllText(beside, InventoryText.Of(draft));
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _surroundings.Screen.Failure($"{file}: {fault.Message}");
            return ExitCode.Failure;
        }

        string option = file == InventoryOption.DefaultFile ? "" : $" -f {file}";
        _surroundings.Screen.Progress($"{file}: {draft.Nodes.Length} {(draft.Nodes.Length == 1 ? "machine" : "machines")}. docs/contracts/inventory.md has everything that may stand there.");
        _surroundings.Screen.Progress($"Next, vouch for their host keys: `edgestack trust{option}` shows them; at a machine's console, `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` shows its own.");
        _surroundings.Screen.Progress($"Then `edgestack plan{option}` shows what would be done, and changes nothing.");
        return ExitCode.Fine;
    }
}
