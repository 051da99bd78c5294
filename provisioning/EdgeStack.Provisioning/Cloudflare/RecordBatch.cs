namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>Changes of a zone that are made together or not at all.</summary>
/// <param name="Deletes">Done first.</param>
/// <param name="Puts">Then these; each replaces the record of its number.</param>
internal sealed record RecordBatch(IReadOnlyList<RecordName> Deletes, IReadOnlyList<RecordContent> Puts);
