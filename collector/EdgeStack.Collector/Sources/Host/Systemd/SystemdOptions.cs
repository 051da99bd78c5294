using System.IO.Enumeration;
using System.Text;

namespace EdgeStack.Collector.Sources.Host.Systemd;

/// <summary>Which of the machine's services are watched, and where systemd is asked.</summary>
internal sealed class SystemdOptions
{
    private const int Longest = 255;

    /// <summary>The socket of the machine's message bus. Without it nothing is read, which is no fault.</summary>
    public string BusSocket { get; set; } = "/run/dbus/system_bus_socket";

    /// <summary>Units that have series of their own; * stands for any letters. All units together are only counted.</summary>
    public IList<string> Units { get; } =
        ["k3s*.service", "nfs-server.service", "nfs-ganesha.service", "mariadb.service", "cloudflared*.service", "ssh.service", "edgestack*.service"];

    /// <param name="unit">Its name in UTF-8.</param>
    public bool Shows(ReadOnlySpan<byte> unit)
    {
        // systemd takes no longer ones.
        Span<char> letters = stackalloc char[Longest];
        return unit.Length <= Longest && Shows(letters[..Encoding.UTF8.GetChars(unit, letters)]);
    }

    private bool Shows(ReadOnlySpan<char> unit)
    {
        foreach (string pattern in Units)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, unit, ignoreCase: false))
                return true;
        }

        return false;
    }
}
