using System.Globalization;
using System.Net;
using System.Text.Json;

namespace EdgeStack.Kubernetes;

/// <summary>Reads and writes one Lease. A change says which version it is of, so that of two who change the same one only one succeeds.</summary>
internal sealed class LeaseAccess(ApiConnection connection)
{
    private const string GroupVersion = "coordination.k8s.io/v1", Plural = "leases";

    public Task<LeaseAnswer> ReadAsync(string @namespace, string name, Deadline deadline) => SendAsync(new ApiRequest("get", GroupVersion, Plural, @namespace) { Name = name }, deadline);

    public Task<LeaseAnswer> WriteAsync(Lease lease, Deadline deadline)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(LeaseBody.Of(lease), LeaseJson.Default.LeaseBody);
        return SendAsync(lease.Version.Length == 0
            ? new ApiRequest("create", GroupVersion, Plural, lease.Namespace) { Body = body }
            : new ApiRequest("patch", GroupVersion, Plural, lease.Namespace) { Name = lease.Name, Body = body }, deadline);
    }

    private async Task<LeaseAnswer> SendAsync(ApiRequest request, Deadline deadline)
    {
        switch (await connection.SendAsync(request, deadline))
        {
            case ApiAnswer.Ok(HttpResponseMessage response):
                using (response)
                    return await ReadAsync(request, response, deadline);
            // What is made is not there before: it is the namespace that is missing.
            case ApiAnswer.Failed { Failure.Status: HttpStatusCode.NotFound } when request.Verb == "create":
                return new LeaseAnswer.Failed(new WatchFault(WatchFaultReason.NotServed,
                    $"The API server has no namespace \"{request.Namespace}\" in which the Lease could be made (404 for create {Plural}): create it, or run where there is one."));
            // Of the object; a server without Leases at all cannot be told from it, and is older than any that we are for.
            case ApiAnswer.Failed { Failure.Status: HttpStatusCode.NotFound }:
                return new LeaseAnswer.Absent();
            case ApiAnswer.Failed { Failure.Status: HttpStatusCode.Conflict }:
                return new LeaseAnswer.Conflict();
            case ApiAnswer.Failed(Failure failure):
                return new LeaseAnswer.Failed(failure.Fault);
            default:
                throw new InvalidOperationException("An answer is one of the two.");
        }
    }

    private async Task<LeaseAnswer> ReadAsync(ApiRequest request, HttpResponseMessage response, Deadline deadline)
    {
        try
        {
            await using Stream body = await response.Content.ReadAsStreamAsync(deadline.Token);
            using JsonDocument document = await JsonDocument.ParseAsync(body, default, deadline.Token);
            return Decode(document.RootElement) is { } lease ? new LeaseAnswer.Found(lease) : new LeaseAnswer.Failed(Faults.Unreadable(request, "it is not a Lease").Fault);
        }
        catch (Exception e) when (!deadline.Stopping && Faults.IsExpected(e))
        {
            return new LeaseAnswer.Failed(Faults.Of(request, connection.Server, deadline, e).Fault);
        }
    }

    private static Lease? Decode(JsonElement item)
    {
        (string @namespace, string name) = RawObject.Identity(item);
        JsonElement spec = RawObject.Property(item, "spec");
        return name.Length == 0 || RawObject.ResourceVersion(item) is not { } version ? null : new Lease
        {
            Namespace = @namespace,
            Name = name,
            Holder = RawObject.Text(spec, "holderIdentity") ?? "",
            Duration = TimeSpan.FromSeconds(Math.Max(RawObject.Number(spec, "leaseDurationSeconds") ?? 1, 1)),
            Acquired = Time(RawObject.Text(spec, "acquireTime")),
            Renewed = Time(RawObject.Text(spec, "renewTime")),
            Transitions = RawObject.Number(spec, "leaseTransitions") ?? 0,
            Version = version,
        };
    }

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time : null;
}
