using System.Net;
using System.Security.Authentication;
using System.Text.Json;

namespace EdgeStack.Kubernetes;

/// <summary>Turns what happened into a reason for programs and a sentence for people. Decides by type and code, never by text.</summary>
internal static class Faults
{
    public static Failure OfStatus(ApiRequest request, HttpStatusCode code, string? serverSays, TimeSpan? retryAfter)
    {
        WatchFaultReason reason = (int)code switch
        {
            401 => WatchFaultReason.Unauthorized,
            403 => WatchFaultReason.Forbidden,
            404 => WatchFaultReason.NotServed,
            429 => WatchFaultReason.Throttled,
            >= 500 => WatchFaultReason.ServerError,
            _ => WatchFaultReason.Rejected,
        };
        string what = $"{request.Verb} {request.Subject}{request.Where}";
        string sentence = reason switch
        {
            WatchFaultReason.Unauthorized =>
                $"The API server does not accept our credentials (401 for {what}): "
                + "token or client certificate are missing, expired or from another cluster.",
            WatchFaultReason.Forbidden => Forbidden(request, what),
            WatchFaultReason.NotServed when request.Page is not null => $"The API server does not serve {request.Subject} (404 for {what}).",
            WatchFaultReason.NotServed => $"The API server does not serve {request.GroupVersion} {request.Subject} (404 for {what}).",
            WatchFaultReason.Throttled => $"The API server asks us to slow down (429 for {what}).",
            _ => $"The API server answered {(int)code} to {what}.",
        };
        if (!string.IsNullOrWhiteSpace(serverSays))
            sentence += $" It says: {serverSays.Trim()}";
        return new(new(reason, sentence), code, retryAfter);
    }

    /// <summary>For everything that <see cref="IsExpected"/>.</summary>
    public static Failure Of(ApiRequest request, Uri server, Deadline deadline, Exception cause) =>
        deadline.Passed ? TimedOut(request, deadline.Limit) : OfException(request, server, cause);

    public static Failure Credentials(Exception cause) =>
        new(new(WatchFaultReason.Unauthorized, $"The credentials for the API server could not be obtained: {Innermost(cause)}"));

    public static bool IsExpected(Exception cause) =>
        cause is HttpRequestException or IOException or JsonException or OperationCanceledException;

    public static Failure Unreadable(ApiRequest request, string why) =>
        new(new(WatchFaultReason.Unreadable, $"The answer to {request.Verb} {request.Subject}{request.Where} cannot be used: {why}."));

    private static Failure TimedOut(ApiRequest request, TimeSpan after)
    {
        string what = $"{request.Verb} {request.Subject}{request.Where}";
        return new(new(WatchFaultReason.TimedOut, $"The API server did not answer {what} within {after.TotalSeconds:0} s."));
    }

    private static Failure OfException(ApiRequest request, Uri server, Exception cause)
    {
        string what = $"{request.Verb} {request.Subject}{request.Where}";
        WatchFaultReason reason = ReasonOf(cause);
        string sentence = reason switch
        {
            WatchFaultReason.Tls =>
                $"No trusted connection to the API server at {server}: {Innermost(cause)} "
                + "Its certificate must be signed by the cluster's authority and name this address.",
            WatchFaultReason.Unreachable => $"The API server at {server} cannot be reached: {Innermost(cause)}",
            WatchFaultReason.TimedOut => $"No connection to the API server at {server} in time.",
            WatchFaultReason.Unreadable => $"The answer to {what} is broken off or is not JSON: {Innermost(cause)}",
            _ => $"The connection to the API server broke during {what}: {Innermost(cause)}",
        };
        return new(new(reason, sentence));
    }

    public static WatchFaultReason ReasonOf(Exception cause) => cause switch
    {
        JsonException => WatchFaultReason.Unreadable,
        OperationCanceledException => WatchFaultReason.TimedOut,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => WatchFaultReason.Tls,
        HttpRequestException { InnerException: AuthenticationException } => WatchFaultReason.Tls,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError
        } => WatchFaultReason.Unreachable,
        _ => WatchFaultReason.CutOff,
    };

    private static string Forbidden(ApiRequest request, string what)
    {
        if (request.Page is not null)
            return $"The API server forbids {what} (403): bind a ClusterRole with verb get on nonResourceURLs [{request.Subject}] to our account.";
        if (request.Plural.Length == 0)
            return $"The API server forbids {what} (403).";
        string role = request.Namespace is null ? "a ClusterRole" : $"a Role in namespace \"{request.Namespace}\"";
        string rule = request.Body is not null ? $"verbs [create, patch] on resources [{request.Plural}]"
            : request.Name is null ? $"verbs [list, watch] on resources [{request.Plural}]"
            : $"verb get on resources [{request.Plural}], resourceNames [{request.Name}]";
        return $"The API server forbids {what} (403): bind {role} with {rule} of apiGroups [\"{request.Group}\"] to our account.";
    }

    public static string Innermost(Exception cause)
    {
        string message = cause.GetBaseException().Message.Trim();
        return message.EndsWith('.') ? message : message + ".";
    }
}
