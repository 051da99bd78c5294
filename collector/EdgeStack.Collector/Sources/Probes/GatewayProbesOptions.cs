namespace EdgeStack.Collector.Sources.Probes;

/// <summary>The public hosts of the gateway, which are tried through their public URLs and through the gateway.</summary>
internal sealed class GatewayProbesOptions
{
    /// <summary>Address of the gateway's admin API, which knows the hosts; without it none are tried.</summary>
    public Uri? AdminUrl { get; set; }

    /// <summary>A file with the token of the admin API.</summary>
    public string? AdminTokenFile { get; set; }

    /// <summary>Address of the gateway's public listener; without it hosts are tried through their public URLs only.</summary>
    public Uri? Url { get; set; }

    /// <summary>Whether the public URLs are tried: from a network without a way out they all fail.</summary>
    public bool Public { get; set; } = true;

    /// <summary>What is asked for.</summary>
    public string Path { get; set; } = "/";

    /// <summary>Hosts that are not tried.</summary>
    public IReadOnlyList<string> Exclude { get; set; } = [];

    /// <summary>The most hosts that are tried.</summary>
    public int MaxHosts { get; set; } = 200;

    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The most that one try may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What is wrong with them, in sentences.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (Uri? url in new[] { AdminUrl, Url })
        {
            if (url is not null && !(url is { IsAbsoluteUri: true, Scheme: "http" or "https" } && url.UserInfo.Length == 0))
                yield return "an address of the gateway does not begin with http:// or https://, or holds a password";
        }

        if (!Path.StartsWith('/'))
            yield return "the path that public hosts are asked for does not begin with '/'";
        if (Every <= TimeSpan.Zero || Timeout <= TimeSpan.Zero || Timeout > Every)
            yield return "public hosts must have a time limit of more than 0 that is not longer than the time between two tries";
    }
}
