using System.Globalization;
using EdgeStack.Provisioning.Embedded;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Execution;

/// <summary>Actions as calls of the functions in actions.sh, and what those read from standard input.</summary>
internal static class ActionScript
{
    /// <summary>The functions.</summary>
    public static string Functions { get; } = EmbeddedText.Read("Execution.actions.sh");

    /// <summary>What is said when it fails: <c>write /etc/hosts</c>.</summary>
    public static string Describe(NodeAction action) => action switch
    {
        NodeAction.WriteFile write => $"write {write.File.Path}",
        NodeAction.RemoveFile remove => $"remove {remove.Path}",
        NodeAction.InstallPackages install => $"install {install.Names}",
        NodeAction.FinishPackages => "finish the interrupted installation of packages",
        NodeAction.StartUnit start => $"{(start.Before.IsActive ? Verb(start) : "start")} {start.Unit}",
        NodeAction.StopUnit stop => $"stop {stop.Unit}",
        NodeAction.Run run => run.What,
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    public static string Call(NodeAction action) => action switch
    {
        NodeAction.WriteFile { File: var file } => $"es_write {ShellText.Quote([file.Path, file.Owner ?? "", file.Mode ?? "", Count(file.Content.Bytes.Length), file.Check ?? ""])}",
        NodeAction.RemoveFile remove => $"es_remove {ShellText.Quote(remove.Path)}",
        NodeAction.InstallPackages install => $"es_install {ShellText.Quote(install.Names)}",
        NodeAction.FinishPackages => "es_finish_packages",
        NodeAction.StartUnit start => $"es_start {ShellText.Quote([start.Unit, start.Stamp, Verb(start)])}",
        NodeAction.StopUnit stop => $"es_stop {ShellText.Quote(stop.Unit)}",
        // A shell of its own with its own part of standard input: what it leaves unread must not reach the next action.
        NodeAction.Run run => $"head -c {Count(run.Input.Length)} | sh -euc {ShellText.Quote(run.Script)}",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    /// <summary>What the call reads.</summary>
    public static ReadOnlySpan<byte> InputOf(NodeAction action) => action switch
    {
        NodeAction.WriteFile write => write.File.Content.Bytes.AsSpan(),
        NodeAction.Run run => run.Input.AsSpan(),
        _ => [],
    };

    /// <summary>Shell that takes an action back.</summary>
    public static string Call(UndoAction undo) => undo switch
    {
        UndoAction.RestoreFile restore => $"es_restore {ShellText.Quote(restore.Path)}",
        UndoAction.RemovePackages packages => $"es_remove_packages {(packages.HoldsData ? "remove" : "purge")} {ShellText.Quote(packages.Names)}",
        UndoAction.ResetUnit unit => $"es_reset {ShellText.Quote([unit.Unit, unit.IsEnabled ? "1" : "0", unit.IsActive ? "1" : "0"])}",
        UndoAction.Run run => $"sh -euc {ShellText.Quote(run.Script)}",
        _ => throw new ArgumentOutOfRangeException(nameof(undo)),
    };

    private static string Verb(NodeAction.StartUnit start) => start.Reloads ? "reload" : "restart";

    private static string Count(int length) => length.ToString(CultureInfo.InvariantCulture);
}
