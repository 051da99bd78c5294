using System.Runtime.CompilerServices;

namespace EdgeStack.Telemetry.Labels;

/// <summary>Room on the stack for one measurement's label values.</summary>
[InlineArray(Capacity)]
internal struct LabelValues
{
    public const int Capacity = 16;

    private string _first;
}
