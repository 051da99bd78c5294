using System.Collections.Immutable;
using System.Text.Json;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Execution;

/// <summary>A node's journal, read: what was done to it, and what can be taken back.</summary>
internal sealed class Journal(ImmutableArray<JournalEntry> entries)
{
    public const string Path = "/var/lib/edgestack/journal.jsonl";

    public ImmutableArray<JournalEntry> Entries => entries;

    /// <exception cref="RemoteException">The node was lost, or its journal is none.</exception>
    public static async Task<Journal> ReadAsync(IRemoteShell shell, CancellationToken stop)
    {
        RemoteReply reply = await shell.RunAsync(new RemoteScript($"tail -c 4000000 {Path} 2>/dev/null || :", TimeSpan.FromSeconds(30)), stop);
        return Parse(reply.Text);
    }

    /// <summary>A last line that a power cut left half written does not count.</summary>
    public static Journal Parse(string text)
    {
        ImmutableArray<JournalEntry>.Builder entries = ImmutableArray.CreateBuilder<JournalEntry>();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                if (JsonSerializer.Deserialize(line, JournalJson.Default.JournalEntry) is { } entry)
                    entries.Add(entry);
            }
            catch (JsonException)
            {
                // Nobody can take back what nobody can read; the plan shows what the node is really like.
            }
        }

        return new Journal(entries.ToImmutable());
    }

    /// <summary>Everything that was begun and neither taken back nor reverted, the latest first.</summary>
    public ImmutableArray<JournalEntry> Open => [.. entries.Where((entry, index) => entry.Event == "started"
        && !entries.Skip(index + 1).Any(later => later.Run == entry.Run && later.Step == entry.Step && later.Of == entry.At)).Reverse()];

    /// <summary>Steps of a run that were begun and neither taken back nor reverted, the latest first.</summary>
    /// <param name="runOrStep">A run's name, or a step's: then its last run, which may have begun it several times.</param>
    public ImmutableArray<JournalEntry> Begun(string runOrStep)
    {
        ImmutableArray<JournalEntry> open = Open;
        return open.Any(entry => entry.Run == runOrStep) ? [.. open.Where(entry => entry.Run == runOrStep)] : [.. open.Where(entry => entry.Step == runOrStep && entry.Run == open.First(last => last.Step == runOrStep).Run)];
    }
}
