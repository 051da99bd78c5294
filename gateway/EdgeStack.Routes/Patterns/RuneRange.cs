using System.Runtime.InteropServices;

namespace EdgeStack.Routes.Patterns;

/// <summary>Code points from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RuneRange(int First, int Last);
