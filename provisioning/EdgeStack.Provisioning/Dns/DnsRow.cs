namespace EdgeStack.Provisioning.Dns;

/// <summary>A name of a plan as other programs read it.</summary>
/// <param name="Action"><c>create</c>, <c>keep</c>, <c>update</c>, <c>take-over</c>, <c>conflict</c>, <c>stale</c>, <c>delete</c> or <c>no-zone</c>.</param>
/// <param name="Name">In DNS.</param>
/// <param name="Zone">Null when no zone covers it.</param>
/// <param name="Note">What a person should know.</param>
internal sealed record DnsRow(string Action, string Name, string? Zone, string? Note)
{
    public static DnsRow Of(DnsChange change) => new(change.Action, change.Name, change.Zone?.Name, change.Note);
}
