using System.Globalization;
using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests.Lab;

/// <summary>
/// Three real Debian hosts with systemd and sshd, as new for each test class: node1 to node3 at 10.77.0.11 to 13. node2 asks for a password when pi wants to be root.
/// </summary>
#pragma warning disable CA1515 // the test class that takes it in its constructor has to be public
public sealed class LabHosts : IAsyncLifetime
#pragma warning restore CA1515
{
    internal const string IsMissing = "No real hosts: ../shared/lab is not there, or its base has not been built (../shared/lab/up 3).";

    internal const string SudoPassword = "it's \"quoted\" & $HOME 'twice'";

    private static readonly string Tools = Path.Combine(RepositoryRoot.Path, "..", "shared", "lab");
    private static readonly string Files = Path.Combine(Path.GetTempPath(), "edge-lab");

    private readonly TemporaryFolder _folder = new();

    /// <summary>The operator's working directory: has the inventory.</summary>
    internal string Folder => _folder.Path;

    internal bool AreThere { get; private set; }

    public async ValueTask InitializeAsync()
    {
        AreThere = Directory.Exists(Tools) && File.Exists("/var/cache/edge-lab/base.ok");
        if (!AreThere)
            return;
        await ToolAsync("down");
        await ToolAsync("up", "3");
        // They are copies of one disk, which edgestack refuses: each gets a name of its own for itself, as their owner would do it.
        foreach (int node in (int[])[1, 2, 3])
            await AsRootAsync(node, "rm -f /etc/machine-id /var/lib/dbus/machine-id; systemd-machine-id-setup 2>/dev/null; systemctl restart systemd-journald");
        await AsRootAsync(2, $"echo 'pi:{SudoPassword.Replace("'", "'\\''", StringComparison.Ordinal)}' | chpasswd -c SHA512 && echo 'pi ALL=(ALL) ALL' >/etc/sudoers.d/pi");
        File.WriteAllText(Path.Combine(Folder, "sudo-password"), $"{SudoPassword}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(Folder, "sudo-password"), UnixFileMode.UserRead);
        WriteInventory();
        await RunAsync("trust", "--yes");
    }

    public async ValueTask DisposeAsync()
    {
        if (AreThere)
            await ToolAsync("down");
        _folder.Dispose();
    }

    /// <summary>Skips the calling test when there are no hosts.</summary>
    internal void Require() => Assert.SkipWhen(!AreThere, IsMissing);

    /// <summary>node1 is reached directly, node2 wants a password for sudo, node3 is reached through node1.</summary>
    /// <param name="defaults">What stands behind <c>spec.defaults.base</c>.</param>
    /// <param name="more">What stands behind the nodes.</param>
    internal void WriteInventory(string defaults = "{}", string more = "") => File.WriteAllText(Path.Combine(Folder, "cluster.yaml"), $$"""
        apiVersion: edgestack.dev/v1alpha1
        kind: Cluster
        metadata: { name: lab }
        spec:
          defaults:
            ssh: { user: pi, identityFile: {{Key}} }
            base: {{defaults}}
          nodes:
            - { name: node1, address: 10.77.0.11, roles: [server] }
            - { name: node2, address: 10.77.0.12, roles: [agent], become: { password: { file: sudo-password } } }
            - { name: node3, address: 10.77.0.13, roles: [storage, database], ssh: { jump: node1 } }
        {{more}}
        """);

    /// <summary>Runs edgestack to its end.</summary>
    internal async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        BufferedCommandResult result = await Edgestack(arguments).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return (result.ExitCode, result.StandardOutput, result.StandardError);
    }

    /// <summary>The same, where it has to end with this code; gives all that it says.</summary>
    internal async Task<string> ExpectAsync(int expected, params string[] arguments)
    {
        (int exit, string output, string error) = await RunAsync(arguments);
        Assert.True(exit == expected, $"{string.Join(' ', arguments)} ended with {exit}:\n{output}\n{error}");
        return output + error;
    }

    /// <summary>The command, for what runs on beside the test.</summary>
    internal Command Edgestack(params string[] arguments) => Cli.Wrap(Programs.CommandLine).WithArguments(arguments).WithWorkingDirectory(Folder).WithValidation(CommandResultValidation.None);

    /// <summary>Runs shell as root on a host, past ssh: what a person at its console would see.</summary>
    internal static async Task<string> AsRootAsync(int node, string script)
    {
        BufferedCommandResult result = await Cli.Wrap("nsenter")
            .WithArguments(["-t", Systemd(node), "-a", "-r", "-w", "--", "sh", "-euc", script]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return result.ExitCode == 0 ? result.StandardOutput : throw new InvalidOperationException($"node{node}: {script}: {result.StandardError}");
    }

    /// <summary>What would be in the journal of a host, also while it is off.</summary>
    internal static string Journal(int node)
    {
        string file = Path.Combine(Files, $"node{node}", "upper", "var", "lib", "edgestack", "journal.jsonl");
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }

    /// <summary>The last thing that the journal says of a step is that it was begun.</summary>
    internal static bool IsOpen(int node, string step) =>
        Journal(node).Split('\n').LastOrDefault(line => line.Contains($"\"{step}\"", StringComparison.Ordinal))?.Contains("\"started\"", StringComparison.Ordinal) == true;

    /// <summary>Takes the power from a host.</summary>
    internal static async Task PowerOffAsync(int node) => await Cli.Wrap("kill").WithArguments(["-9", Pid(node)]).ExecuteAsync();

    /// <summary>Boots what is off, from the same disks.</summary>
    internal static Task PowerOnAsync() => ToolAsync("up", "3");

    /// <summary>Pulls or plugs the network cable of a host.</summary>
    internal static async Task CableAsync(int node, bool isPlugged) =>
        await Cli.Wrap("ip").WithArguments(["link", "set", $"el{node}", isPlugged ? "up" : "down"]).ExecuteAsync();

    internal static string Key => Path.Combine(Files, "id_ed25519");

    /// <summary>Runs a program of this machine in the network of a host: what connects comes from the host's address.</summary>
    internal static Command InNetworkOf(int node, string program, params string[] arguments) =>
        Cli.Wrap("ip").WithArguments(["netns", "exec", string.Create(CultureInfo.InvariantCulture, $"edge-node{node}"), program, .. arguments]).WithValidation(CommandResultValidation.None);

    private static string Pid(int node) => File.ReadAllText(Path.Combine(Files, string.Create(CultureInfo.InvariantCulture, $"node{node}"), "pid")).Trim();

    // The tool notes who unshared the namespaces; systemd is its child, and the first process in them.
    private static string Systemd(int node) => File.ReadAllText($"/proc/{Pid(node)}/task/{Pid(node)}/children").Trim();

    private static async Task ToolAsync(string tool, params string[] arguments) => await Cli.Wrap(Path.Combine(Tools, tool)).WithArguments(arguments).ExecuteBufferedAsync();
}
