using System.Collections.Immutable;
using EdgeStack.Provisioning.Cloudflare;

namespace EdgeStack.Provisioning.Dns;

/// <summary>What is to be done about one name.</summary>
/// <param name="Name">In DNS.</param>
/// <param name="Zone">Whose it is.</param>
/// <param name="Note">What a person should know about it.</param>
internal abstract record DnsChange(string Name, Zone? Zone, string? Note)
{
    /// <summary>One word, the same in every form of output.</summary>
    public abstract string Action { get; }

    /// <summary>There is none yet.</summary>
    internal sealed record Create(string Name, Zone Zone, string? Note) : DnsChange(Name, Zone, Note)
    {
        public override string Action => "create";
    }

    /// <summary>It is as it should be.</summary>
    internal sealed record Keep(string Name, Zone Zone, string? Note) : DnsChange(Name, Zone, Note)
    {
        public override string Action => "keep";
    }

    /// <summary>It is ours and not as it should be.</summary>
    internal sealed record Update(string Name, Zone Zone, DnsRecord Record, string? Note) : DnsChange(Name, Zone, Note)
    {
        public override string Action => "update";
    }

    /// <summary>Somebody else's, which the owner has told us to replace.</summary>
    internal sealed record TakeOver(string Name, Zone Zone, ImmutableArray<DnsRecord> Records, string? Note) : DnsChange(Name, Zone, Note)
    {
        public override string Action => "take-over";
    }

    /// <summary>Somebody else's: it stays.</summary>
    internal sealed record Conflict(string Name, Zone Zone, ImmutableArray<DnsRecord> Records, string? Note) : DnsChange(Name, Zone, Note)
    {
        public override string Action => "conflict";
    }

    /// <summary>Ours, and no route asks for it any more.</summary>
    /// <param name="Name">In DNS.</param>
    /// <param name="Zone">Whose it is.</param>
    /// <param name="Record">Which.</param>
    /// <param name="IsPruned">Whether it is to be deleted.</param>
    internal sealed record Stale(string Name, Zone Zone, DnsRecord Record, bool IsPruned)
        : DnsChange(Name, Zone, "no route asks for it; `edgestack dns apply --prune` deletes it")
    {
        public override string Action => IsPruned ? "delete" : "stale";
    }

    /// <summary>No zone of the token covers it, so nothing can be done.</summary>
    internal sealed record NoZone(string Name) : DnsChange(Name, null, "in no zone that the token sees")
    {
        public override string Action => "no-zone";
    }
}
