namespace EdgeStack.Collector.Sources.Host;

/// <summary>Where the machine's file systems are seen: in a container they are mounted elsewhere.</summary>
/// <param name="Proc"><c>/proc</c></param>
/// <param name="Sys"><c>/sys</c></param>
/// <param name="RootFs"><c>/</c>: what mount points and <c>/etc</c> are below.</param>
/// <param name="Udev"><c>/run/udev</c></param>
internal sealed record HostRoots(string Proc = "/proc", string Sys = "/sys", string RootFs = "/", string Udev = "/run/udev")
{
    /// <summary>The path below /proc.</summary>
    public string InProc(string path) => Path.Combine(Proc, path);

    /// <summary>
    /// The path below /proc/1/net: <c>net</c> itself is a link to the reader's own network. Own one where process 1 may not be looked into.
    /// </summary>
    public string InProcNet(string path)
    {
        string net = InProc("1/net");
        return Directory.Exists(net) ? Path.Combine(net, path) : InProc($"net/{path}");
    }

    /// <summary>The path below /sys.</summary>
    public string InSys(string path) => Path.Combine(Sys, path);

    /// <summary>The path below /run/udev.</summary>
    public string InUdev(string path) => Path.Combine(Udev, path);

    /// <summary>The path of the machine's own root.</summary>
    public string InRootFs(string path) => Path.Combine(RootFs, path.TrimStart('/'));

    /// <summary>The same, where links of the machine's lead below its own root: seen from outside, one to <c>/usr</c> would lead into ours.</summary>
    /// <exception cref="IOException">They lead in a circle.</exception>
    public string Resolved(string path)
    {
        // As many as the kernel follows.
        int links = 40;
        string resolved = "";
        Stack<string> rest = Parts(path);
        while (rest.TryPop(out string? part))
        {
            if (part == "..")
            {
                resolved = Path.GetDirectoryName(resolved) ?? "";
                continue;
            }

            string next = Path.Combine(resolved, part);
            if (new FileInfo(InRootFs(next)).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }

            if (links-- == 0)
                throw new IOException($"{InRootFs(path)} leads through too many links");
            if (Path.IsPathRooted(target))
                resolved = "";
            foreach (string inLink in Parts(target).Reverse())
                rest.Push(inLink);
        }

        return InRootFs(resolved);
    }

    private static Stack<string> Parts(string path) => new(path.Split('/').Where(part => part is not ("" or ".")).Reverse());
}
