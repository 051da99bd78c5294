using System.Security.Cryptography;
using System.Text;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Hosting.Log;
using EdgeStack.Kubernetes;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Gateway.Events;

/// <summary>What an Event says. The same problem of the same object has the same name in every replica and after every restart.</summary>
internal static class EventText
{
    private const int LongestMessage = 1024, LongestFix = 512, LongestObjectName = 230, HashBytes = 8;

    public static EventNote Of(ObjectReference about, Problem problem) => Note(about, isWarning: true, ReasonOf(problem), MessageOf(problem));

    public static EventNote Accepted(ObjectReference about) => Note(about, isWarning: false, "RoutesAccepted", "the routes are right again and serve as they are written");

    private static EventNote Note(ObjectReference about, bool isWarning, string reason, string message) =>
        new(about, NameOf(about, reason, message), isWarning, reason, message);

    // The closed list, with RoutesAccepted.
    private static string ReasonOf(Problem problem) => problem.Kind switch
    {
        ProblemKind.Host => "HostNotOwned",
        ProblemKind.Upstream => "UpstreamRefused",
        ProblemKind.Secret => "SecretMissing",
        ProblemKind.Shadow => "RouteShadowed",
        ProblemKind.Route => "RouteQuarantined",
        _ => problem.Severity == Severity.Error ? "RoutesRejected" : "RouteDoubtful",
    };

    // What to do is worth more than the end of a long quotation.
    private static string MessageOf(Problem problem)
    {
        string fix = problem.Fix is null ? "" : Cut($" ({problem.Fix})", LongestFix);
        return Cut($"{problem.Where}: {problem.Message}", LongestMessage - Encoding.UTF8.GetByteCount(fix)) + fix;
    }

    private static string NameOf(ObjectReference about, string reason, string message)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{about.Uid}\n{reason}\n{message}"));
        string name = about.Name.Length <= LongestObjectName ? about.Name : about.Name[..LongestObjectName].TrimEnd('-', '.');
        return $"{name}.{Convert.ToHexStringLower(hash.AsSpan(0, HashBytes))}";
    }

    // A message may quote what a person wrote: nothing in it moves the cursor of the terminal that shows it, or turns its direction.
    private static string Cut(string text, int longest)
    {
        const string Ellipsis = "…";
        int ellipsisBytes = Encoding.UTF8.GetByteCount(Ellipsis), bytes = 0;
        StringBuilder kept = new();
        int end = 0;
        foreach (Rune rune in LogText.OneLine(text).EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > longest)
                return kept.ToString(0, end) + Ellipsis;
            kept.Append(rune.ToString());
            if (bytes <= longest - ellipsisBytes)
                end = kept.Length;
        }

        return kept.ToString();
    }
}
