namespace EdgeStack.Routes.Upstreams;

/// <summary>What a route names as its upstream. Its text, <see cref="ToString"/>, is the upstream's name in logs and metrics.</summary>
public abstract record ServiceReference
{
    /// <summary>A Kubernetes Service and one of its ports, by name or number.</summary>
    public sealed record Port(string Namespace, string Service, string PortName) : ServiceReference
    {
        public override string ToString() => $"{Namespace}/{Service}:{PortName}";
    }

    /// <summary>A fixed origin, <c>http://192.0.2.7:8080</c>.</summary>
    public sealed record Origin(Uri Address) : ServiceReference
    {
        public override string ToString() => Address.GetLeftPart(UriPartial.Authority);
    }
}
