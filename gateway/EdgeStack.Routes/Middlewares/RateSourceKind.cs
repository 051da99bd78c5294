namespace EdgeStack.Routes.Middlewares;

public enum RateSourceKind
{
    /// <summary>The client's real address; of IPv6 the /64 network, because that is what one customer gets.</summary>
    Address,
    Host,
    Header,
}
