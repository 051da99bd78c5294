// Hot path: an ordinary target is read without allocating (tests/EdgeStack.Routes.Tests/Targets/RequestTargetTests.cs proves it).
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace EdgeStack.Routes.Targets;

/// <summary>
/// A request's target, read once: the path that rules decide by, and whether it may be decided by at all. What is forwarded is the target
/// as it was written; so nothing may mean one thing to us and another to the upstream.
/// </summary>
/// <param name="Path">
/// Canonical path: decoded, repeated slashes as one; only the bytes of <see cref="Encoded"/> stay encoded, in upper case. Empty for
/// <c>OPTIONS *</c>.
/// </param>
/// <param name="Encoded">Which of those bytes the path has.</param>
/// <param name="Fault">Why no path at all can be read from it; then the answer is 400.</param>
public readonly record struct RequestTarget(string Path, EncodedBytes Encoded, TargetFault Fault)
{
    // Everything that a path can have without needing a second look. A dot needs one: it may be a dot segment.
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_~!$&'()*+,=:@");

    /// <param name="target">The target as it stands in the request line: <c>/path?query</c>, <c>http://host/path?query</c> or <c>*</c>.</param>
    public static RequestTarget Read(string target)
    {
        ReadOnlySpan<char> path = PathOf(target);
        if (path.IsEmpty)
            return target == "*" ? new RequestTarget("", EncodedBytes.None, TargetFault.None) : new RequestTarget("/", EncodedBytes.None, TargetFault.None);
        if (path[0] != '/')
            return Refused(TargetFault.NotAPath);
        return IsOrdinary(path) ? new RequestTarget(path.Length == target.Length ? target : path.ToString(), EncodedBytes.None, TargetFault.None) : Decode(path);
    }

    // Without scheme, authority, query and fragment.
    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> target)
    {
        if (target is not ['/', ..] && target.IndexOf("://", StringComparison.Ordinal) is var scheme and > 0)
        {
            ReadOnlySpan<char> afterScheme = target[(scheme + 3)..];
            int slash = afterScheme.IndexOfAny('/', '?');
            target = slash < 0 ? [] : afterScheme[slash..];
        }

        int end = target.IndexOf('?');
        return target is ['*'] ? [] : end < 0 ? target : target[..end];
    }

    private static bool IsOrdinary(ReadOnlySpan<char> path)
    {
        for (ReadOnlySpan<char> rest = path; !rest.IsEmpty;)
        {
            int length = rest.IndexOfAnyExcept(Plain);
            if (length < 0)
                return true;
            // A slash is ordinary unless another follows; a dot where a segment goes on after it and something stood before it.
            bool last = length + 1 == rest.Length;
            switch (rest[length])
            {
                case '/' when last || rest[length + 1] is not ('/' or '.'):
                case '.' when length > 0 && !last && Plain.Contains(rest[length + 1]):
                    rest = rest[(length + 1)..];
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static RequestTarget Decode(ReadOnlySpan<char> path)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(path.Length));
        try
        {
            EncodedBytes encoded = EncodedBytes.None;
            int count = 0;
            for (int i = 0; i < path.Length; i++)
            {
                char c = path[i];
                if (c == '#')
                    return Refused(TargetFault.Fragment);
                if (c is < ' ' or '\x7f')
                    return Refused(TargetFault.ControlCharacter);
                if (c == '%')
                {
                    if (i + 2 >= path.Length || !byte.TryParse(path.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
                        return Refused(TargetFault.BrokenEncoding);
                    if (value is < 0x20 or 0x7f)
                        return Refused(TargetFault.ControlCharacter);
                    i += 2;
                    count += Put(bytes.AsSpan(count), value, ref encoded);
                }
                else if (c == '\\')
                {
                    count += Put(bytes.AsSpan(count), (byte)'\\', ref encoded);
                }
                else if (char.IsSurrogate(c))
                {
                    if (Rune.DecodeFromUtf16(path[i..], out Rune pair, out _) != OperationStatus.Done)
                        return Refused(TargetFault.NotUtf8);
                    count += pair.EncodeToUtf8(bytes.AsSpan(count));
                    i++;
                }
                else if (c != '/' || count == 0 || bytes[count - 1] != '/')
                {
                    count += Encoding.UTF8.GetBytes(path.Slice(i, 1), bytes.AsSpan(count));
                }
            }

            ReadOnlySpan<byte> decoded = bytes.AsSpan(0, count);
            return !Utf8.IsValid(decoded) ? Refused(TargetFault.NotUtf8)
                : HasDotSegment(decoded) ? Refused(TargetFault.DotSegment)
                : new RequestTarget(Encoding.UTF8.GetString(decoded), encoded, TargetFault.None);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static int Put(Span<byte> destination, byte value, ref EncodedBytes encoded)
    {
        (EncodedBytes flag, string text) = value switch
        {
            (byte)'/' => (EncodedBytes.Slash, "%2F"),
            (byte)'\\' => (EncodedBytes.Backslash, "%5C"),
            (byte)'#' => (EncodedBytes.Hash, "%23"),
            (byte)'?' => (EncodedBytes.QuestionMark, "%3F"),
            (byte)'%' => (EncodedBytes.Percent, "%25"),
            _ => (EncodedBytes.None, ""),
        };
        encoded |= flag;
        if (flag == EncodedBytes.None)
        {
            destination[0] = value;
            return 1;
        }

        return Encoding.ASCII.GetBytes(text, destination);
    }

    // A segment that is one or two dots, whatever divides segments for somebody behind us: slash, backslash, also encoded, and the
    // parameters after a semicolon that Java servers cut off.
    private static bool HasDotSegment(ReadOnlySpan<byte> path)
    {
        int dots = 0;
        bool onlyDots = true;
        for (int i = 0; i <= path.Length; i++)
        {
            bool encodedDivider = i + 2 < path.Length && path[i] == '%' && (path.Slice(i, 3).SequenceEqual("%2F"u8) || path.Slice(i, 3).SequenceEqual("%5C"u8));
            if (i == path.Length || path[i] is (byte)'/' or (byte)';' || encodedDivider)
            {
                if (onlyDots && dots is 1 or 2)
                    return true;
                (dots, onlyDots) = (0, i == path.Length || path[i] != ';');
                i += encodedDivider ? 2 : 0;
            }
            else if (path[i] == '.')
            {
                dots++;
            }
            else
            {
                onlyDots = false;
            }
        }

        return false;
    }

    private static RequestTarget Refused(TargetFault fault) => new("", EncodedBytes.None, fault);
}
