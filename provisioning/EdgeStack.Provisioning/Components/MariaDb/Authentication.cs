using System.Security.Cryptography;
using System.Text;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>How an account proves who it is (docs/decisions/029-accounts-of-mariadb.md).</summary>
/// <param name="Plugin">MariaDB's plugin.</param>
/// <param name="Text">What the plugin compares with: a hash, which no message may show. Empty for the socket.</param>
internal sealed record Authentication(string Plugin, string Text)
{
    private const string Native = "mysql_native_password";

    /// <summary>The user of the operating system who has the account's name, over the Unix socket.</summary>
    public static Authentication Socket { get; } = new("unix_socket", "");

    public string Sql => Text.Length == 0 ? Plugin : $"{Plugin} USING {SqlText.Literal(Text)}";

    /// <summary>SHA-256 of the text, in hexadecimal letters: the server's own is asked for in this form, so that it does not travel.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Text)));

    /// <summary>By a password: <c>*</c> and SHA1(SHA1(password)), as the server keeps it. The password itself never gets to the node.</summary>
    public static Authentication Password(Secret password)
    {
#pragma warning disable CA5350 // not our choice of a hash: it is what the protocol compares with
        return new(Native, $"*{Convert.ToHexString(SHA1.HashData(SHA1.HashData(password.RevealBytes())))}");
#pragma warning restore CA5350
    }

    public override string ToString() => $"{Plugin} {Secret.Mask}";
}
