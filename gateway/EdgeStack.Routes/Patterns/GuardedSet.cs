using System.Runtime.InteropServices;

namespace EdgeStack.Routes.Patterns;

/// <summary>Positions that count only at a place that is all of these.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GuardedSet(Places Guard, PositionSet Set)
{
    public bool HoldsAt(Places here) => (Guard & here) == Guard;
}
