using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Planning;

/// <summary>What is done to a node: data, from which the shell is made only when it is done.</summary>
internal abstract record NodeAction
{
    private NodeAction()
    {
    }

    /// <summary>What puts it back; null when nothing does.</summary>
    public abstract UndoAction? Undo { get; }

    /// <summary>Writes a file whole, beside the old one, checks it, and puts it in its place.</summary>
    internal sealed record WriteFile(ManagedFile File) : NodeAction
    {
        public override UndoAction? Undo => new UndoAction.RestoreFile(File.Path);
    }

    /// <summary>Removes a file that is ours.</summary>
    internal sealed record RemoveFile(string Path) : NodeAction
    {
        public override UndoAction? Undo => new UndoAction.RestoreFile(Path);
    }

    /// <summary>Installs packages from Debian's archive.</summary>
    /// <param name="Names">All of them are missing now.</param>
    /// <param name="HoldsData">One of them keeps data of users, which it must not take along when it goes.</param>
    internal sealed record InstallPackages(NameList Names, bool HoldsData = false) : NodeAction
    {
        public override UndoAction? Undo => new UndoAction.RemovePackages([.. Names], HoldsData);
    }

    /// <summary>Finishes an installation that was interrupted.</summary>
    internal sealed record FinishPackages : NodeAction
    {
        public override UndoAction? Undo => null;
    }

    /// <summary>Starts a unit now and at each boot, or starts it anew when it runs.</summary>
    /// <param name="Unit">Its name.</param>
    /// <param name="Stamp">The digest of what it is configured with.</param>
    /// <param name="Before">How it was.</param>
    /// <param name="Reloads">It takes its configuration over without being started anew.</param>
    internal sealed record StartUnit(string Unit, string Stamp, UnitFact Before, bool Reloads = false) : NodeAction
    {
        public override UndoAction? Undo => new UndoAction.ResetUnit(Unit, Before.IsEnabled, Before.IsActive);
    }

    /// <summary>Stops a unit, now and for good.</summary>
    internal sealed record StopUnit(string Unit, UnitFact Before) : NodeAction
    {
        public override UndoAction? Undo => new UndoAction.ResetUnit(Unit, Before.IsEnabled, Before.IsActive);
    }

    /// <summary>Whatever else.</summary>
    /// <param name="What">For messages: <c>set the host name</c>.</param>
    /// <param name="Script">Shell; words from elsewhere in it are quoted, and no secret is in it.</param>
    internal sealed record Run(string What, string Script) : NodeAction
    {
        /// <summary>Its standard input: statements, secrets.</summary>
        public ImmutableArray<byte> Input { get; init; } = [];

        /// <summary>Shell that takes it back.</summary>
        public string? UndoScript { get; init; }

        public override UndoAction? Undo => UndoScript is null ? null : new UndoAction.Run(What, UndoScript);
    }
}
