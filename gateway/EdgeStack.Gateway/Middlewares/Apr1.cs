using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>
/// Apache's variant of MD5-crypt, <c>$apr1$salt$digest</c>. Source: apr-util, <c>crypto/apr_md5.c</c>, function apr_md5_encode, after Poul-Henning
/// Kamp's algorithm. Weak by today's measure; it is what existing files hold.
/// </summary>
internal static class Apr1
{
    private const string Magic = "$apr1$";
    private const string Letters = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Rounds = 1000, DigestLength = MD5.HashSizeInBytes;

    /// <summary>The whole text of the hash.</summary>
    /// <param name="password">Bytes of the password.</param>
    /// <param name="salt">At most eight letters.</param>
    public static string Hash(ReadOnlySpan<byte> password, string salt)
    {
        byte[] saltBytes = Encoding.ASCII.GetBytes(salt);
        byte[] digest = First(password, saltBytes);
        ArrayBufferWriter<byte> round = new();
        for (int i = 0; i < Rounds; i++)
        {
            round.ResetWrittenCount();
            round.Write((i & 1) != 0 ? password : digest);
            if (i % 3 != 0)
                round.Write(saltBytes);
            if (i % 7 != 0)
                round.Write(password);
            round.Write((i & 1) != 0 ? digest : password);
            Md5(round.WrittenSpan, digest);
        }

        return $"{Magic}{salt}${Spell(digest)}";
    }

    private static byte[] First(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt)
    {
        byte[] inner = new byte[DigestLength], digest = new byte[DigestLength];
        Md5([.. password, .. salt, .. password], inner);
        ArrayBufferWriter<byte> outer = new();
        outer.Write(password);
        outer.Write(Encoding.ASCII.GetBytes(Magic));
        outer.Write(salt);
        for (int left = password.Length; left > 0; left -= DigestLength)
            outer.Write(inner.AsSpan(0, Math.Min(left, DigestLength)));
        for (int bits = password.Length; bits != 0; bits >>= 1)
            outer.Write((bits & 1) != 0 ? [0] : password[..1]);
        Md5(outer.WrittenSpan, digest);
        return digest;
    }

    private static void Md5(ReadOnlySpan<byte> source, Span<byte> digest)
    {
#pragma warning disable CA5351 // the file's format says MD5; it is compared in constant time and never used for anything new
        MD5.HashData(source, digest);
#pragma warning restore CA5351
    }

    // Three bytes are four letters, lowest bits first, in the order of the original.
    private static string Spell(ReadOnlySpan<byte> digest)
    {
        StringBuilder text = new(22);
        Append(text, (digest[0] << 16) | (digest[6] << 8) | digest[12], 4);
        Append(text, (digest[1] << 16) | (digest[7] << 8) | digest[13], 4);
        Append(text, (digest[2] << 16) | (digest[8] << 8) | digest[14], 4);
        Append(text, (digest[3] << 16) | (digest[9] << 8) | digest[15], 4);
        Append(text, (digest[4] << 16) | (digest[10] << 8) | digest[5], 4);
        Append(text, digest[11], 2);
        return text.ToString();
    }

    private static void Append(StringBuilder text, int value, int letters)
    {
        for (; letters > 0; letters--, value >>= 6)
            text.Append(Letters[value & 0x3F]);
    }
}
