namespace EdgeStack.Provisioning.Local;

/// <summary>Where the listeners of gateway and collector stand, all of them on loopback.</summary>
internal sealed record LocalAddresses(Uri Public, Uri Admin, Uri Metrics, Uri Collector)
{
    public static Uri OnLoopback(int port) => new($"http://127.0.0.1:{port}");
}
