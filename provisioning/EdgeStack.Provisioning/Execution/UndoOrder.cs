using System.Collections.Immutable;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Execution;

/// <summary>The order in which actions are taken back: files first, then what reads them, packages last; of each kind the latest first.</summary>
internal static class UndoOrder
{
    public static ImmutableArray<UndoAction> Of(IEnumerable<UndoAction> done) => [.. done.Reverse().OrderBy(Rank)];

    private static int Rank(UndoAction undo) => undo switch
    {
        UndoAction.RestoreFile => 0,
        UndoAction.RemovePackages => 2,
        _ => 1,
    };
}
