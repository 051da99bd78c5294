using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>How YARP sends a request, by protocol.</summary>
internal static class UpstreamRequests
{
    public static ForwarderRequestConfig Http1(TimeSpan idle) => Config(idle, HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact);

    /// <summary>Without TLS there is nobody to agree with on a version.</summary>
    public static ForwarderRequestConfig Http2(TimeSpan idle) => Config(idle, HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);

    /// <summary>TLS agrees on the version.</summary>
    public static ForwarderRequestConfig Http2OrLower(TimeSpan idle) => Config(idle, HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);

    private static ForwarderRequestConfig Config(TimeSpan idle, Version version, HttpVersionPolicy policy) =>
        new() { ActivityTimeout = idle, Version = version, VersionPolicy = policy };
}
