using System.Runtime.InteropServices;

namespace EdgeStack.Routes.Patterns;

/// <summary>After any of <paramref name="From"/> may come any of <paramref name="To"/>, when the place between them is all of <paramref name="Guard"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Join(Places Guard, PositionSet From, PositionSet To)
{
    public bool HoldsAt(Places here) => (Guard & here) == Guard;
}
