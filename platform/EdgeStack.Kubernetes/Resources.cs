namespace EdgeStack.Kubernetes;

/// <summary>The kinds of object that can be watched.</summary>
public static class Resources
{
    /// <summary><c>v1</c> ConfigMaps.</summary>
    public static Resource<ConfigMap> ConfigMaps { get; } = new("v1", "configmaps", ObjectDecoder.ConfigMap);

    /// <summary><c>v1</c> Services.</summary>
    public static Resource<Service> Services { get; } = new("v1", "services", ObjectDecoder.Service);

    /// <summary><c>v1</c> Endpoints: served by every version, deprecated in favour of <see cref="EndpointSlices"/> since 1.33.</summary>
    public static Resource<ServiceEndpoints> Endpoints { get; } = new("v1", "endpoints", EndpointsDecoder.Endpoints);

    /// <summary><c>discovery.k8s.io/v1</c> EndpointSlices: since Kubernetes 1.21.</summary>
    public static Resource<ServiceEndpoints> EndpointSlices { get; } =
        new("discovery.k8s.io/v1", "endpointslices", EndpointsDecoder.EndpointSlice);
}
