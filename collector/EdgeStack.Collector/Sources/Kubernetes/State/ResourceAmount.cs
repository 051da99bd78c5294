using System.Text.Json;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>How much of a resource is asked for, allowed or there.</summary>
/// <param name="Resource"><c>cpu</c>, <c>memory</c>, <c>nvidia_com_gpu</c>.</param>
/// <param name="Unit"><c>core</c>, <c>byte</c>, <c>integer</c>.</param>
/// <param name="Amount">In that unit.</param>
internal readonly record struct ResourceAmount(string Resource, string Unit, double Amount)
{
    /// <summary>The amounts of an object like <c>{"cpu": "100m", "memory": "64Mi"}</c>. Amounts that are none are left out.</summary>
    public static IEnumerable<ResourceAmount> Of(JsonElement item, string name)
    {
        foreach (JsonProperty entry in item.Entries(name))
        {
            (string? unit, double? amount) = Unitof(entry.Name) is not { } known ? (null, null)
                : (known, known == "core" ? Quantity.Thousandths(entry.Value.Text()) : Quantity.Whole(entry.Value.Text()));
            if (unit is not null && amount is not null)
                yield return new ResourceAmount(MetricName.Clean(entry.Name), unit, amount.Value);
        }
    }

    // Resources that Kubernetes does not define have a domain in their names.
    private static string? Unitof(string resource) => resource switch
    {
        "cpu" => "core",
        "memory" or "storage" or "ephemeral-storage" => "byte",
        "pods" => "integer",
        _ when resource.StartsWith("hugepages-", StringComparison.Ordinal) || resource.StartsWith("attachable-volumes-", StringComparison.Ordinal) => "byte",
        _ when resource.Contains('/', StringComparison.Ordinal) => "integer",
        _ => null,
    };
}
