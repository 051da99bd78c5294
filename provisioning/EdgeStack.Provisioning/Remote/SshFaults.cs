using System.Text.RegularExpressions;
using EdgeStack.Provisioning.Faults;

namespace EdgeStack.Provisioning.Remote;

/// <summary>
/// What ssh and sudo say when they fail, in words for people. ssh has one exit code (255) for everything of its own, so its text is all there is;
/// with LC_ALL=C it has not changed in years.
/// </summary>
internal static partial class SshFaults
{
    /// <param name="error">What ssh wrote to its standard error.</param>
    /// <param name="host">What ssh was asked for.</param>
    /// <param name="node">Its name in the inventory, for the commands in the fix.</param>
    public static RemoteFault Of(string error, string host, string node)
    {
        if (Changed().Match(error) is { Success: true } changed)
            return new RemoteFault(FaultCode.ChangedHostKey, $"has another host key than the one in {changed.Groups["file"].Value} line {changed.Groups["line"].Value}: it was set up anew, or somebody answers in its place",
                $"find out which; if it was set up anew: `edgestack trust --replace {node}`");
        if (error.Contains("REMOTE HOST IDENTIFICATION HAS CHANGED", StringComparison.Ordinal) || error.Contains("REVOKED HOST KEY", StringComparison.Ordinal))
            return new RemoteFault(FaultCode.ChangedHostKey, "has another host key than the one that is known", $"find out why; if it was set up anew: `edgestack trust --replace {node}`");
        if (error.Contains("Host key verification failed", StringComparison.Ordinal))
            return new RemoteFault(FaultCode.UnknownHostKey, "has a host key that nobody has vouched for yet", $"`edgestack trust {node}` shows it and asks");
        // Said before the node refuses what is left.
        if (Unprotected(error) is { } open)
            return open;
        if (Refused().Match(error) is { Success: true } refused)
            return new RemoteFault(FaultCode.Refused, $"does not accept our key for {refused.Groups["who"].Value} (it takes {refused.Groups["ways"].Value})",
                $"try `ssh {host}`; the key's public half belongs into ~/.ssh/authorized_keys there: `ssh-copy-id`; one with a passphrase has to be in the agent: `ssh-add`; `identityFile` in the inventory names another key");
        if (Words(error) is { } said)
            return new RemoteFault(FaultCode.Unreachable, said.Message, said.Fix);
        return Client(error) ?? new RemoteFault(FaultCode.Unreachable, LastLine(error) is { Length: > 0 } line ? $"cannot be reached: {line}" : "closed the connection without a word", $"try `ssh {host}`");
    }

    /// <summary>There is nothing that could say anything.</summary>
    public static RemoteFault NoClient { get; } = new(FaultCode.NoClient, "cannot be reached: there is no `ssh` on this machine", "install OpenSSH's client (Debian: `apt install openssh-client`)");

    /// <summary>What sudo said instead of making us root.</summary>
    public static RemoteFault OfSudo(string error, string node)
    {
        if (error.Contains("is not in the sudoers file", StringComparison.Ordinal) || error.Contains("may not run sudo", StringComparison.Ordinal) || error.Contains("is not allowed to execute", StringComparison.Ordinal))
            return new RemoteFault(FaultCode.NoRoot, "the user may not use sudo there", $"on {node}, as root: `usermod -aG sudo USER`; or let the inventory name another user (`ssh.user`)");
        if (error.Contains("sudo: not found", StringComparison.Ordinal) || error.Contains("sudo: command not found", StringComparison.Ordinal))
            return new RemoteFault(FaultCode.NoRoot, "there is no sudo there", "log in as root with `become: { method: none }`, or install sudo");
        return new RemoteFault(FaultCode.NoRoot, LastLine(error) is { Length: > 0 } line ? $"sudo refuses: {line}" : "sudo refuses without a word", $"try `sudo -v` on {node}");
    }

    private static (string Message, string Fix)? Words(string error) =>
        error.Contains("Could not resolve hostname", StringComparison.Ordinal) ? ("has a name that is not known here", "write its address into the inventory, or look after the name (DNS, /etc/hosts, ~/.ssh/config)")
        : error.Contains("Connection refused", StringComparison.Ordinal) ? ("refuses the connection: no sshd listens there", "is it the right address and port? is ssh enabled on it (`sudo systemctl enable --now ssh`)?")
        : error.Contains("No route to host", StringComparison.Ordinal) || error.Contains("Network is unreachable", StringComparison.Ordinal) ? ("cannot be reached: there is no route to it", "is it on, and in the same network?")
        : error.Contains("timed out", StringComparison.Ordinal) ? ("does not answer", "is it on, and in the same network? does a firewall keep port 22 shut?")
        : error.Contains("Connection closed by", StringComparison.Ordinal) || error.Contains("kex_exchange_identification", StringComparison.Ordinal) || error.Contains("Connection reset by", StringComparison.Ordinal)
            ? ("closes the connection before anybody could log in", "it may be starting, or have too many connections (MaxStartups); try again, then look at `journalctl -u ssh` there")
        : null;

    private static RemoteFault? Client(string error) => error.Contains("Bad configuration option", StringComparison.Ordinal) || error.Contains("terminating,", StringComparison.Ordinal)
        ? new RemoteFault(FaultCode.NoClient, $"ssh does not understand its configuration: {LastLine(error)}", "mend ~/.ssh/config, or name another file with `ssh.configFile`")
        : null;

    private static RemoteFault? Unprotected(string error) => error.Contains("UNPROTECTED PRIVATE KEY FILE", StringComparison.Ordinal)
        ? new RemoteFault(FaultCode.NoClient, "ssh does not use a private key that others may read", "`chmod 600` it")
        : null;

    private static string LastLine(string error) => error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";

    // Offending ED25519 key in /home/me/.ssh/known_hosts:3
    [GeneratedRegex("""REMOTE HOST IDENTIFICATION HAS CHANGED[\s\S]*Offending \S+ key in (?<file>.+):(?<line>\d+)""")]
    private static partial Regex Changed();

    // pi@10.0.0.1: Permission denied (publickey,password).
    [GeneratedRegex("""^(?<who>\S+): Permission denied \((?<ways>[^)]*)\)""", RegexOptions.Multiline)]
    private static partial Regex Refused();
}
