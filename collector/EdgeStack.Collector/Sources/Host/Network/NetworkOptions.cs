using System.IO.Enumeration;

namespace EdgeStack.Collector.Sources.Host.Network;

/// <summary>Which network devices are shown.</summary>
internal sealed class NetworkOptions
{
    /// <summary>Devices that are left out; * stands for any letters. The default leaves out the one that every pod brings and takes away with it.</summary>
    public IList<string> IgnoredDevices { get; } = ["veth*"];

    public bool Shows(string device)
    {
        foreach (string pattern in IgnoredDevices)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, device, ignoreCase: false))
                return false;
        }

        return true;
    }
}
