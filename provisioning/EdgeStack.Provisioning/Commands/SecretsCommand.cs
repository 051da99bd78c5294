using System.CommandLine;
using System.Text.RegularExpressions;
using EdgeStack.Documents;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Secrets;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack secrets</c>: what <c>{ secret: NAME }</c> of an inventory means.</summary>
internal sealed class SecretsCommand
{
    private const string Description =
        $"""
        Keep secrets beside the inventory, in .edgestack/secrets.json, sealed with a passphrase; the inventory names them (secret: NAME).
        The file may be shared and kept in git; who has the passphrase can read it. The passphrase is asked for, or comes from the
        variable {SecretStore.PassphraseVariable}, or from the file that {SecretStore.KeyFileVariable} names (mode 0600).
        """;

    private const string ExitCodes = "Exit codes: 0 done · 1 another passphrase, or the file cannot be used · 64 usage, or nobody to ask.";

    private readonly Surroundings _surroundings;
    private readonly Option<string> _file = InventoryOption.Create();

    private SecretsCommand(Surroundings surroundings) => _surroundings = surroundings;

    public static Command Create(Surroundings surroundings)
    {
        SecretsCommand command = new(surroundings);
        return new Command("secrets", Description) { command.Set(), command.List(), command.Remove() };
    }

    private Command Set()
    {
        Argument<string> name = new("NAME") { Description = "What the inventory calls it: db/shop." };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } written && !Regex.IsMatch(written, $"^(?:{InventoryShape.SecretName})$(?!\n)", RegexOptions.CultureInvariant))
                result.AddError($"secrets set: '{written}' is no name: letters, digits, '_', '.', '/' and '-'");
        });
        Command command = new("set", $"Put a secret there, or another one in its place. It is asked for and not shown, or read from standard input; it never stands on the command line.\n\n{ExitCodes}") { name, _file };
        command.SetAction((parsed, _) => UnlessRefusedAsync(() => SetAsync(SecretsOf(parsed), parsed.GetValue(name)!)));
        return command;
    }

    private async Task<int> SetAsync(SecretStore store, string name)
    {
        bool isNew = !File.Exists(store.VaultPath);
        if (store.Passphrase is SecretReference.Prompt)
        {
            // Standard input has the secret: nobody is left to ask for the passphrase.
            if (!_surroundings.HasTerminal)
            {
                _surroundings.Screen.Failure($"nobody is here to be asked for the passphrase; {SecretStore.PassphraseVariable} or {SecretStore.KeyFileVariable} say where it is");
                return ExitCode.Usage;
            }

            // A slip of the finger would seal them for ever.
            if (isNew && (await store.FetchAsync(store.Passphrase, "passphrase of the secrets", _surroundings.Stop.Gently)).Reveal() !=
                (await store.FetchAsync(store.Passphrase, "the same passphrase again", _surroundings.Stop.Gently)).Reveal())
            {
                _surroundings.Screen.Failure("those were two different passphrases; nothing was written");
                return ExitCode.Usage;
            }
        }

        SecretVault vault = await store.OpenVaultAsync(_surroundings.Stop.Gently);
        vault.Set(name, await store.FetchAsync(new SecretReference.Prompt(), $"value of {name}", _surroundings.Stop.Gently));
        _surroundings.Screen.Progress($"{name}: sealed in {store.VaultPath}. The inventory names it with {{ secret: {name} }}.");
        return ExitCode.Fine;
    }

    private Command List()
    {
        Command command = new("list", $"Print the names of the secrets; nobody needs the passphrase for that.\n\n{ExitCodes}") { _file };
        command.SetAction((parsed, _) => UnlessRefusedAsync(() =>
        {
            foreach (string name in SecretVault.Names(SecretsOf(parsed).VaultPath))
                _surroundings.Screen.RawData(name);
            return Task.FromResult(ExitCode.Fine);
        }));
        return command;
    }

    private Command Remove()
    {
        Argument<string> name = new("NAME") { Description = "Its name." };
        name.CompletionSources.Add(context => SecretVault.Names(SecretsOf(InventoryOption.Named(context, _file)).VaultPath));
        Command command = new("rm", $"Remove a secret for good; nobody needs the passphrase for that.\n\n{ExitCodes}") { name, _file };
        command.SetAction((parsed, _) => UnlessRefusedAsync(() =>
        {
            string path = SecretsOf(parsed).VaultPath, wanted = parsed.GetValue(name)!;
            if (SecretVault.Remove(path, wanted))
                return Task.FromResult(ExitCode.Fine);
            _surroundings.Screen.Failure($"there is no secret '{wanted}'{(NearestName.Suggestion(wanted, SecretVault.Names(path)) is { } nearest ? $"; {nearest}" : "")}");
            return Task.FromResult(ExitCode.Usage);
        }));
        return command;
    }

    private SecretStore SecretsOf(ParseResult parsed) => SecretsOf(parsed.GetValue(_file)!);

    private SecretStore SecretsOf(string file) => _surroundings.SecretsOf(ClusterFolder.Beside(Path.GetFullPath(file, _surroundings.Directory)));

    private async Task<int> UnlessRefusedAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (SecretException fault)
        {
            _surroundings.Screen.Failure(fault.Message);
            return ExitCode.Failure;
        }
    }
}
