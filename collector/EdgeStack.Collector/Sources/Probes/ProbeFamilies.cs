using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Probes;

/// <summary>The families of probes: blackbox_exporter's names, and ours that dashboards and rules ask for by host.</summary>
internal static class ProbeFamilies
{
    public const string Probe = "probe", Instance = "instance", Via = "via", Phase = "phase", Host = "host";

    public static readonly Family Success = Of("probe_success", "1 when all was as it should be, else 0.");
    public static readonly Family Duration = Of("probe_duration_seconds", "How long the try took in all.");
    public static readonly Family Lookup = Of("probe_dns_lookup_time_seconds", "How long it took to find the address of the host.");
    public static readonly Family Protocol = Of("probe_ip_protocol", "The version of IP that was used, 4 or 6; 0 when no address was found.");
    public static readonly Family WrongText = Of("probe_failed_due_to_regex", "1 when the text that an answer must hold was not in it, else 0.");

    public static readonly Family Status = Of("probe_http_status_code", "The status of the last answer; 0 when there was none.");
    public static readonly Family Phases = Of("probe_http_duration_seconds", "How long each part of the request took, with those of redirects.", Phase);
    public static readonly Family Version = Of("probe_http_version", "The version of HTTP of the last answer; 0 when there was none.");
    public static readonly Family Tls = Of("probe_http_ssl", "1 when the last answer came over TLS, else 0.");
    public static readonly Family Redirects = Of("probe_http_redirects", "Redirects that were followed.");
    public static readonly Family ContentLength = Of("probe_http_content_length", "The length that the last answer says it has; -1 when it says none, 0 when there was no answer.");
    public static readonly Family BodyLength = Of("probe_http_uncompressed_body_length", "Bytes of the last answer that were read.");
    public static readonly Family LastModified = Of("probe_http_last_modified_timestamp_seconds", "When the last answer says that its content changed.");

    public static readonly Family Expiry = Of("probe_ssl_earliest_cert_expiry", "When the first certificate ends of those that the server sent.");
    public static readonly Family TlsVersion = Of("probe_tls_version_info", "The version of TLS that was agreed on.", "version");

    public static readonly Family DnsPhases = Of("probe_dns_duration_seconds", "How long each part of the question took.", Phase);
    public static readonly Family DnsAnswered = Of("probe_dns_query_succeeded", "1 when the server answered, whatever it said, else 0.");
    public static readonly Family DnsAnswers = Of("probe_dns_answer_rrs", "Records in the answer.");
    public static readonly Family DnsAuthorities = Of("probe_dns_authority_rrs", "Records in the answer that say who knows.");
    public static readonly Family DnsAdditional = Of("probe_dns_additional_rrs", "Other records in the answer.");

    public static readonly Family HostSuccess = Family.Gauge("edgestack_probe_success", "1 when the public host answers at its public URL, else 0.", Host);
    public static readonly Family HostDuration = Family.Gauge("edgestack_probe_duration_seconds", "How long the public URL of the host took to answer, or to fail.", Host);
    public static readonly Family HostExpiry = Family.Gauge("edgestack_probe_cert_not_after_timestamp_seconds", "When the certificate ends that the public URL of the host has.", Host);

    private static Family Of(string name, string help, params IEnumerable<string> more) => Family.Gauge(name, help, [Probe, Instance, Via, .. more]);
}
