using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeStack.Provisioning.Embedded;

namespace EdgeStack.Provisioning.Remote;

/// <summary>The program that a node's shell runs for us (driver.sh), and the frames that it reads and writes.</summary>
internal sealed class RemoteDriver
{
    private static readonly string Text = EmbeddedText.Read("Remote.driver.sh");

    public RemoteDriver() => Source = Encoding.UTF8.GetBytes($"mark={Mark}\n{Text}");

    /// <summary>Random: begins every frame that comes back.</summary>
    public string Mark { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    /// <summary>What goes over the shell's standard input first.</summary>
    public byte[] Source { get; }

    /// <summary>The command that reads <see cref="Source"/> and runs it: nothing but letters and digits of ours, since the user's login shell reads it.</summary>
    public string Command => string.Create(CultureInfo.InvariantCulture, $"sh -c 'printf \"{Mark} hello\\n\"; eval \"$(head -c {Source.Length})\"'");

    /// <summary>The frame that asks for a script to be run.</summary>
    public static byte[] Frame(int id, RemoteScript script)
    {
        byte[] text = Encoding.UTF8.GetBytes(script.Text);
        string head = string.Create(CultureInfo.InvariantCulture, $"run {id} {Math.Ceiling(script.Limit.TotalSeconds):0} {text.Length} {script.Input.Length}\n");
        return [.. Encoding.ASCII.GetBytes(head), .. text, .. script.Input.Span];
    }

    /// <summary>The frame that says that we are still here.</summary>
    public static byte[] Beat { get; } = "beat\n"u8.ToArray();
}
