using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Serving;

/// <summary>A certificate ends soon, and has not been renewed.</summary>
internal sealed class CertificateExpiring(Band days, ConditionTerms terms) : ICondition
{
    private const string End = "probe_ssl_earliest_cert_expiry";

    private const double SecondsOfADay = 86400;

    public ConditionTerms Terms { get; } = terms;

    public static CertificateExpiring Warning() => new(new Band(20, 21), new ConditionTerms("certificate_expiring", Severity.Warning)
    {
        Families = [End],
        Bad = "ends in less than 20 days",
        Good = "21 days or more",
        Holds = TimeSpan.FromHours(1),
        Sentence = "The certificate of {where} ends in {value}. Look why it was not renewed: at cert-manager's Certificate, or at Cloudflare.",
    });

    public static CertificateExpiring Critical() => new(new Band(3, 3.5), new ConditionTerms("certificate_expiring_now", Severity.Critical)
    {
        Families = [End],
        Bad = "ends in less than 3 days",
        Good = "3.5 days or more",
        Holds = TimeSpan.FromMinutes(10),
        Sentence = "The certificate of {where} ends in {value}; browsers will refuse it then. Renew it by hand now.",
    });

    public IEnumerable<Finding> Judge(FreshBoard board)
    {
        foreach (IGrouping<string, MeasuredValue> same in board.Values(End).GroupBy(sample => sample.Subject("probe"), StringComparer.Ordinal))
        {
            double seconds = same.Min(sample => sample.Value) - board.Now.ToUnixTimeMilliseconds() / 1000.0;
            yield return new Finding(same.Key, days.Of(seconds / SecondsOfADay), Age.Of(seconds));
        }
    }
}
