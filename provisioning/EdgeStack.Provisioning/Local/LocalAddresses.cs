namespace EdgeStack.Provisioning.Local;

/// <summary>Where the gateway's listeners stand, all of them on loopback.</summary>
internal sealed record LocalAddresses(Uri Public, Uri Admin, Uri Metrics)
{
    public static Uri OnLoopback(int port) => new($"http://127.0.0.1:{port}");
}
