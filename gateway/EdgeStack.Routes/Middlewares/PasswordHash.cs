using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace EdgeStack.Routes.Middlewares;

/// <summary>A password's hash in a form that can be verified. Its text never leaves through <see cref="ToString"/>.</summary>
public sealed record PasswordHash(PasswordHashKind Kind, string Text)
{
    // 2^16 rounds of bcrypt take about ten seconds of a Raspberry Pi's core; whoever sends passwords would decide what the machine does.
    private const int MaxBcryptCost = 16;

    private const int Sha1Length = 20;

    /// <summary>Reads a hash as <c>htpasswd</c> writes it.</summary>
    /// <returns>False with a sentence that does not repeat the text.</returns>
    public static bool TryParse(string text, out PasswordHash? hash, out string? fault)
    {
        (hash, fault) = text switch
        {
            ['$', '2', 'a' or 'b' or 'y', '$', ..] => ReadBcrypt(text),
            ['$', 'a', 'p', 'r', '1', '$', ..] => IsApr1(text) ? (new PasswordHash(PasswordHashKind.Apr1, text), null) : (null, "the apr1 hash is not complete"),
            ['{', 'S', 'H', 'A', '}', ..] => IsSha1(text[5..]) ? (new PasswordHash(PasswordHashKind.Sha1, text[5..]), null) : (null, "the {SHA} hash is not complete"),
            ['$', '$', ..] => (null, "the hash begins with '$$'; the doubled '$' belongs into Docker labels only"),
            _ => ((PasswordHash?)null, "the password is not hashed with bcrypt, apr1 or {SHA}"),
        };
        return hash is not null;
    }

    private static (PasswordHash? Hash, string? Fault) ReadBcrypt(string text)
    {
        const int Length = 60, CostAt = 4, TextAt = 7;
        if (text.Length != Length || text[TextAt - 1] != '$' || !text.AsSpan(TextAt).ContainsOnlyCryptLetters()
            || !int.TryParse(text.AsSpan(CostAt, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int cost) || cost < 4)
            return (null, "the bcrypt hash is not complete");
        return cost > MaxBcryptCost
            ? (null, $"the bcrypt hash has cost {cost}; above {MaxBcryptCost} a login takes longer than anyone waits")
            : (new PasswordHash(PasswordHashKind.Bcrypt, text), null);
    }

    private static bool IsApr1(string text)
    {
        const int DigestLength = 22, MaxSalt = 8;
        return text.Split('$') is ["", "apr1", { Length: > 0 and <= MaxSalt } salt, { Length: DigestLength } digest]
            && salt.AsSpan().ContainsOnlyCryptLetters() && digest.AsSpan().ContainsOnlyCryptLetters();
    }

    private static bool IsSha1(string base64) => Base64.IsValid(base64, out int length) && length == Sha1Length;

    private bool PrintMembers(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"Kind = {Kind}, Text = ***");
        return true;
    }
}
