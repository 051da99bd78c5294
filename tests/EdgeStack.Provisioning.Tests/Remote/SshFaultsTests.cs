using EdgeStack.Provisioning.Faults;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Tests.Remote;

/// <summary>What OpenSSH 9.2 and sudo 1.9 write, as they write it.</summary>
public sealed class SshFaultsTests
{
    [Theory]
    [InlineData("ssh: Could not resolve hostname pi7: Name or service not known", nameof(FaultCode.Unreachable), "has a name that is not known here")]
    [InlineData("ssh: connect to host 10.0.0.9 port 22: Connection refused", nameof(FaultCode.Unreachable), "refuses the connection: no sshd listens there")]
    [InlineData("ssh: connect to host 10.0.0.9 port 22: No route to host", nameof(FaultCode.Unreachable), "cannot be reached: there is no route to it")]
    [InlineData("ssh: connect to host 10.0.0.9 port 22: Connection timed out", nameof(FaultCode.Unreachable), "does not answer")]
    [InlineData("kex_exchange_identification: Connection closed by remote host", nameof(FaultCode.Unreachable), "closes the connection before anybody could log in")]
    [InlineData("No ED25519 host key is known for 10.0.0.9 and you have requested strict checking.\nHost key verification failed.", nameof(FaultCode.UnknownHostKey), "has a host key that nobody has vouched for yet")]
    [InlineData("@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nAdd correct host key in /home/me/known hosts to get rid of this message.\nOffending ED25519 key in /home/me/known hosts:3\nHost key verification failed.", nameof(FaultCode.ChangedHostKey), "has another host key than the one in /home/me/known hosts line 3: it was set up anew, or somebody answers in its place")]
    [InlineData("@ WARNING: UNPROTECTED PRIVATE KEY FILE! @\nPermissions 0644 for '/home/me/key' are too open.\nThis private key will be ignored.\npi@10.0.0.9: Permission denied (publickey).", nameof(FaultCode.NoClient), "ssh does not use a private key that others may read")]
    [InlineData("pi@10.0.0.9: Permission denied (publickey,password).", nameof(FaultCode.Refused), "does not accept our key for pi@10.0.0.9 (it takes publickey,password)")]
    [InlineData("/tmp/c: line 3: Bad configuration option: frobnicate\n/tmp/c: terminating, 1 bad configuration options", nameof(FaultCode.NoClient), "ssh does not understand its configuration: /tmp/c: terminating, 1 bad configuration options")]
    [InlineData("", nameof(FaultCode.Unreachable), "closed the connection without a word")]
    [InlineData("something new", nameof(FaultCode.Unreachable), "cannot be reached: something new")]
    public void What_ssh_says_becomes_a_sentence_and_a_way_out(string error, string kind, string message)
    {
        RemoteFault fault = SshFaults.Of(error, "10.0.0.9", "pi7");
        Assert.Equal((kind, message), (fault.Code.ToString(), fault.Message));
        Assert.NotEmpty(fault.Fix);
    }

    [Theory]
    [InlineData("pi is not in the sudoers file.", "the user may not use sudo there")]
    [InlineData("bash: line 1: sudo: command not found", "there is no sudo there")]
    [InlineData("sudo: a terminal is required to read the password", "sudo refuses: sudo: a terminal is required to read the password")]
    public void What_sudo_says_does_too(string error, string message) => Assert.Equal((FaultCode.NoRoot, message), (SshFaults.OfSudo(error, "pi7").Code, SshFaults.OfSudo(error, "pi7").Message));
}
