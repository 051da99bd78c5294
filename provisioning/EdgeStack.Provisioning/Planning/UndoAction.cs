using System.Text.Json.Serialization;

namespace EdgeStack.Provisioning.Planning;

/// <summary>What takes an action back. Written into the node's journal before the action is begun, so each of them also finds it half done or not begun at all.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "do")]
[JsonDerivedType(typeof(RestoreFile), "restoreFile")]
[JsonDerivedType(typeof(RemovePackages), "removePackages")]
[JsonDerivedType(typeof(ResetUnit), "resetUnit")]
[JsonDerivedType(typeof(Run), "run")]
internal abstract record UndoAction
{
    private UndoAction()
    {
    }

    /// <summary>Puts back what the run found: the file that it kept, or no file.</summary>
    internal sealed record RestoreFile(string Path) : UndoAction;

    /// <summary>Removes packages that the run has installed, and those that came along with them.</summary>
    /// <param name="Names">Those that were asked for.</param>
    /// <param name="HoldsData">They are removed without what belongs to them: data of users stays.</param>
    internal sealed record RemovePackages(string[] Names, bool HoldsData) : UndoAction;

    /// <summary>Lets a unit be as it was; with its old files, when they are back.</summary>
    internal sealed record ResetUnit(string Unit, bool IsEnabled, bool IsActive) : UndoAction;

    /// <summary>Runs shell.</summary>
    internal sealed record Run(string What, string Script) : UndoAction;
}
