using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Planning;

/// <summary>A question to a node. All questions to one node are one script and one round trip; equal questions are asked once.</summary>
internal abstract record FactQuery
{
    private FactQuery()
    {
    }

    /// <summary>Shell that writes the answer to standard output.</summary>
    public abstract string Script { get; }

    /// <summary>A file: what it is, whose, and what is in it (<see cref="FileFact"/>).</summary>
    /// <param name="Path">Full path.</param>
    /// <param name="IsSecret">Then its contents stay where they are, and only their SHA-256 comes back.</param>
    internal sealed record File(string Path, bool IsSecret = false) : FactQuery
    {
        // Only what is a plain file is read: a pipe or a device would never end. A link is followed: a file may be kept elsewhere.
        public override string Script =>
            $"f={ShellText.Quote(Path)}; if [ -f \"$f\" ]; then stat -L -c '%U %G %a %s' -- \"$f\"; sha256sum <\"$f\"; {(IsSecret ? ":" : "head -c 1048576 -- \"$f\"")}; " +
            "elif [ -e \"$f\" ] || [ -L \"$f\" ]; then echo other; else echo absent; fi";
    }

    /// <summary>Debian packages: which are installed, and whether the last installation was finished.</summary>
    internal sealed record Packages(NameList Names) : FactQuery
    {
        public override string Script => $"dpkg-query -W -f='${{Package}} ${{db:Status-Status}} ${{Version}}\\n' -- {ShellText.Quote(Names)} 2>/dev/null; echo audit; dpkg --audit | grep -c '^ ' || :";
    }

    /// <summary>A unit of systemd.</summary>
    internal sealed record Unit(string Name) : FactQuery
    {
        public override string Script =>
            $"systemctl show -p LoadState,ActiveState,SubState,UnitFileState -- {ShellText.Quote(Name)}; " +
            $"stamp=; f=/var/lib/edgestack/started/{ShellText.Quote(Name)}; if [ -r \"$f\" ]; then read -r stamp <\"$f\" || :; fi; echo \"Stamp=$stamp\"";
    }

    /// <summary>Whatever else.</summary>
    /// <param name="Text">Shell of ours; words from elsewhere in it are quoted.</param>
    internal sealed record Command(string Text) : FactQuery
    {
        public override string Script => Text;
    }
}
