namespace EdgeStack.Gateway.AccessLog;

/// <summary>Where a request's record goes when its response has ended: metrics, the recent requests, and the log unless it is filtered out.</summary>
internal sealed class RequestOutlets(RequestMetrics metrics, RecentRequests recent, AccessLogFilter filter, AccessLogQueue log)
{
    public void Hand(AccessRecord record)
    {
        metrics.Answered(record);
        bool isLogged = filter.Keeps(record);
        if (!record.IsExcluded)
            recent.Add(record);
        if (isLogged)
            log.Add(record);
    }
}
