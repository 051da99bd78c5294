using System.Net.Http;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>Tells failures to connect, after which nothing of a request has been sent, from all others.</summary>
internal static class ConnectFailure
{
    /// <param name="fault">What sending left with.</param>
    /// <param name="cancellationToken">The token that sending was given.</param>
    public static bool Is(Exception fault, CancellationToken cancellationToken) => !cancellationToken.IsCancellationRequested && fault switch
    {
        // What is refused today is so a second time.
        HttpRequestException { InnerException: RefusedDestinationException } => false,
        // The other end left during the handshake. A certificate that is refused today is so a second time.
        HttpRequestException { InnerException: UpstreamTlsException tls } => tls.MayPass,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } => true,
        // How the client says that its time for connecting is over.
        OperationCanceledException { InnerException: TimeoutException } => true,
        _ => false,
    };
}
