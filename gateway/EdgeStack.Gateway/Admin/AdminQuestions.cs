namespace EdgeStack.Gateway.Admin;

/// <summary>All that the admin API can be asked.</summary>
internal sealed record AdminQuestions(AdminQueries Routes, RecentRequestsQuery Requests, UpstreamQuery Upstreams, TunnelQuery Tunnel);
