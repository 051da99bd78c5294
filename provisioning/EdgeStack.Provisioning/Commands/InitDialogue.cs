using System.Collections.Immutable;
using EdgeStack.Provisioning.Drafting;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Commands;

/// <summary>Asks for what an inventory needs. Each answer is read by the inventory's own reader, so what it does not take is asked again.</summary>
internal sealed class InitDialogue(Surroundings surroundings)
{
    /// <param name="given">What the options say; a name or nodes that are missing are asked for.</param>
    /// <param name="user">Who logs in; null when that is to be asked.</param>
    /// <returns>Null when nobody is there to be asked, or names a machine.</returns>
    public async Task<InventoryDraft?> CompleteAsync(InventoryDraft given, string? user)
    {
        InventoryDraft draft = given;
        while (draft.Name.Length == 0)
        {
            if (await AskAsync("Name of the cluster [home]: ") is not { } name)
                return null;
            draft = Checked(draft, draft with { Name = name.Length == 0 ? "home" : name });
        }

        if (!draft.Nodes.IsEmpty)
            return draft;
        user ??= await AskAsync("Who logs in there, by ssh? [as ~/.ssh/config says] ");
        while (await AskAsync(draft.Nodes.IsEmpty ? "Name of the first machine: " : "Name of the next machine [that was all]: ") is { Length: > 0 } name)
        {
            string address = await AskAsync($"Address of {name}: ") ?? "";
            string roles = await AskAsync($"What does {name} do? ({string.Join(", ", Roles.Names)}; several with blanks between; nothing is possible) ") ?? "";
            DraftNode node = new(name, address, [.. roles.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)]) { User = user is { Length: > 0 } ? user : null };
            draft = Checked(draft, draft with { Nodes = draft.Nodes.Add(node) });
        }

        if (draft.Nodes.FirstOrDefault(node => node.Roles.Contains(Roles.Database)) is { } server && draft.Databases.IsEmpty
            && await AskAsync($"Databases of {server.Name} [none yet]: ") is { Length: > 0 } databases)
            draft = Checked(draft, draft with { Databases = [.. databases.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)] });
        return draft.Nodes.IsEmpty ? null : draft;
    }

    /// <summary>What is wrong with a draft, in sentences; its places are those of a text that nobody has seen.</summary>
    public static IEnumerable<string> FaultsOf(InventoryDraft draft) =>
        new InventoryReader("", _ => null).Read(InventoryText.Of(draft)).Problems.Select(problem => problem.Fix is { } fix ? $"{problem.Message} ({fix})" : problem.Message);

    private InventoryDraft Checked(InventoryDraft before, InventoryDraft after)
    {
        ImmutableArray<string> faults = [.. FaultsOf(after.Nodes.IsEmpty ? after with { Nodes = [new DraftNode("a", "a", [])] } : after)];
        foreach (string fault in faults)
            surroundings.Screen.Failure(fault);
        return faults.IsEmpty ? after : before;
    }

    private async Task<string?> AskAsync(string question) => (await surroundings.AskLine(question, surroundings.Stop.Gently))?.Trim();
}
