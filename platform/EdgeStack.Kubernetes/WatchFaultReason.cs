namespace EdgeStack.Kubernetes;

/// <summary>Why a watch is down.</summary>
public enum WatchFaultReason
{
    /// <summary>No connection: refused, no route, name does not resolve.</summary>
    Unreachable,

    /// <summary>The server's certificate is not trusted, or it does not trust ours.</summary>
    Tls,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>401, or the credentials could not be obtained.</summary>
    Unauthorized,

    /// <summary>403: a role is missing.</summary>
    Forbidden,

    /// <summary>404: the server does not serve this resource.</summary>
    NotServed,

    /// <summary>429: the server asks for patience.</summary>
    Throttled,

    /// <summary>Any other 4xx.</summary>
    Rejected,

    /// <summary>5xx.</summary>
    ServerError,

    /// <summary>The connection broke in the middle of an answer.</summary>
    CutOff,

    /// <summary>The answer is not what a Kubernetes API server writes.</summary>
    Unreadable,
}
