using EdgeStack.Provisioning.Cloudflare;

namespace EdgeStack.Provisioning.Dns;

/// <summary>Does what a plan says, a name at a time. What is refused for one name does not keep the others from theirs.</summary>
/// <param name="api">Cloudflare's.</param>
/// <param name="done">Told what was done.</param>
/// <param name="failed">Told what was not, and why.</param>
internal sealed class DnsApplying(CloudflareApi api, Action<DnsChange> done, Action<DnsChange, CloudflareFault> failed)
{
    /// <returns>Number of names for which it came to nothing.</returns>
    /// <exception cref="CloudflareFault">Cloudflare cannot be reached (any more): what was done stands, and the command can be repeated.</exception>
    public async Task<int> ApplyAsync(DnsPlan plan, RecordOwnership ownership, CancellationToken stop)
    {
        int failures = 0;
        foreach (DnsChange change in plan.Changes)
        {
            try
            {
                if (await DoAsync(change, ownership, stop))
                    done(change);
            }
            catch (CloudflareFault fault) when (!fault.IsUnreachable)
            {
                failures++;
                failed(change, fault);
            }
        }

        return failures;
    }

    private async Task<bool> DoAsync(DnsChange change, RecordOwnership ownership, CancellationToken stop)
    {
        switch (change)
        {
            case DnsChange.Create create:
                await api.CreateRecordAsync(create.Zone!.Id, ownership.Record(create.Name), stop);
                return true;
            case DnsChange.Update update:
                await api.ReplaceRecordAsync(update.Zone!.Id, update.Record.Id, ownership.Record(update.Name), stop);
                return true;
            case DnsChange.TakeOver over:
                // In one step: a name that had an A and an AAAA record is never without either.
                RecordBatch batch = new([.. over.Records.Skip(1).Select(record => new RecordName(record.Id))], [ownership.Record(over.Name, over.Records[0].Id)]);
                await api.ChangeRecordsAsync(over.Zone!.Id, batch, stop);
                return true;
            case DnsChange.Stale { IsPruned: true } stale:
                await api.DeleteRecordAsync(stale.Zone!.Id, stale.Record.Id, stop);
                return true;
            default:
                return false;
        }
    }
}
