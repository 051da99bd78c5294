using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Execution;

/// <summary>Takes a step back, by what its journal entry says.</summary>
internal static class UndoScript
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    public static RemoteScript Of(JournalEntry started, DateTimeOffset at) => new(Text(started.Run, started.Undo ?? [], started with { Event = "undone", At = at, Of = started.At, Undo = null, IsFinal = null }, ClusterLock.Held), Limit);

    /// <summary>The same as a text that runs by itself.</summary>
    /// <param name="run">Whose kept files it puts back.</param>
    /// <param name="undo">In the order in which it is done.</param>
    /// <param name="after">What the journal says then.</param>
    /// <param name="first">What is asked before; nothing where it runs by itself.</param>
    public static string Text(string run, IEnumerable<UndoAction> undo, JournalEntry after, string first = "")
    {
        StringBuilder text = new($"{first}set -eu\n");
        text.Append(CultureInfo.InvariantCulture, $"run={ShellText.Quote(run)}\n").Append(ActionScript.Functions);
        foreach (UndoAction action in undo)
            text.Append(ActionScript.Call(action)).Append('\n');
        return text.Append(CultureInfo.InvariantCulture, $"es_journal {ShellText.Quote(JsonSerializer.Serialize(after, JournalJson.Default.JournalEntry))}\n").ToString();
    }
}
