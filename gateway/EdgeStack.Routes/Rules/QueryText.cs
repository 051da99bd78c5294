using System.Buffers;

namespace EdgeStack.Routes.Rules;

/// <summary>A query as it stands in a URL.</summary>
public static class QueryText
{
    /// <summary>
    /// True when one of the key's values passes the test. Pairs are divided by <c>&amp;</c>, a key without <c>=</c> has an empty value,
    /// plus is a blank; a pair with a percent sign that encodes nothing, or with a semicolon, is passed over, as in Go. The query may begin with
    /// its question mark.
    /// </summary>
    public static bool AnyValue(ReadOnlySpan<char> query, string key, ValueTest test)
    {
        ReadOnlySpan<char> rest = query.StartsWith('?') ? query[1..] : query;
        char[]? buffer = null;
        try
        {
            while (!rest.IsEmpty)
            {
                int end = rest.IndexOf('&');
                ReadOnlySpan<char> pair = end < 0 ? rest : rest[..end];
                rest = end < 0 ? [] : rest[(end + 1)..];
                if (pair.IsEmpty || pair.Contains(';'))
                    continue;
                int equals = pair.IndexOf('=');
                ReadOnlySpan<char> writtenKey = equals < 0 ? pair : pair[..equals], writtenValue = equals < 0 ? [] : pair[(equals + 1)..];
                if (pair.IndexOfAny('%', '+') < 0)
                {
                    if (writtenKey.SequenceEqual(key) && test.Holds(writtenValue))
                        return true;
                    continue;
                }

                buffer ??= ArrayPool<char>.Shared.Rent(query.Length);
                if (!PercentEncoding.TryDecode(writtenKey, buffer, out int keyLength) || !buffer.AsSpan(0, keyLength).SequenceEqual(key))
                    continue;
                if (PercentEncoding.TryDecode(writtenValue, buffer, out int valueLength) && test.Holds(buffer.AsSpan(0, valueLength)))
                    return true;
            }

            return false;
        }
        finally
        {
            if (buffer is not null)
                ArrayPool<char>.Shared.Return(buffer);
        }
    }
}
