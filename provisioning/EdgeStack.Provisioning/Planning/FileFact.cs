using System.Collections.Immutable;
using System.Text;

namespace EdgeStack.Provisioning.Planning;

/// <summary>A file as it is on a node.</summary>
/// <param name="Owner">user:group.</param>
/// <param name="Mode">In octal: 644.</param>
/// <param name="Digest">SHA-256 of its contents, in hexadecimal letters.</param>
/// <param name="Content">What is in it, at most the first MiB; empty when it was not asked for.</param>
internal sealed record FileFact(string Owner, string Mode, string Digest, ImmutableArray<byte> Content)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>In bytes.</summary>
    public long Length { get; init; } = Content.Length;

    /// <summary>The whole file as text: what is to be written again with something changed must not lose anything.</summary>
    /// <exception cref="FormatException">It is larger than was asked for, or is not UTF-8.</exception>
    public string WholeText
    {
        get
        {
            if (Length != Content.Length)
                throw new FormatException($"is larger ({Length} bytes) than what can be changed without losing something");
            try
            {
                return Strict.GetString(Content.AsSpan());
            }
            catch (DecoderFallbackException foreign)
            {
                throw new FormatException("has characters that are not UTF-8", foreign);
            }
        }
    }

    public string Text => Encoding.UTF8.GetString(Content.AsSpan());

    /// <summary>Null when there is no such file.</summary>
    /// <exception cref="FormatException">There is something else than a file, or the answer is none of ours.</exception>
    public static FileFact? Parse(FactAnswer answer)
    {
        if (answer.Text is "absent")
            return null;
        int first = Array.IndexOf(answer.Value, (byte)'\n'), second = first < 0 ? -1 : Array.IndexOf(answer.Value, (byte)'\n', first + 1);
        if (second < 0 || Encoding.UTF8.GetString(answer.Value, 0, first).Split(' ') is not [var user, var group, var mode, var length])
            throw new FormatException(answer.Text is "other" ? "is no plain file" : "cannot be read");
        return new FileFact($"{user}:{group}", mode, Encoding.ASCII.GetString(answer.Value, first + 1, second - first - 1).Split(' ')[0], [.. answer.Value.AsSpan(second + 1)]) { Length = long.Parse(length, System.Globalization.CultureInfo.InvariantCulture) };
    }
}
