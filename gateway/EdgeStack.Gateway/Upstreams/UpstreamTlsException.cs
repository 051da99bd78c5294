namespace EdgeStack.Gateway.Upstreams;

/// <summary>TLS with an upstream could not be agreed on. The message is ours: it says what is wrong and holds nothing of a request.</summary>
/// <param name="reason">What is wrong, as a sentence.</param>
/// <param name="mayPass">True when it may be otherwise the next time or elsewhere; a certificate that is refused today is so a second time.</param>
/// <param name="cause">What the system said.</param>
internal sealed class UpstreamTlsException(string reason, bool mayPass, Exception? cause = null) : Exception(reason, cause)
{
    public bool MayPass => mayPass;
}
