using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace EdgeStack.Testing;

/// <summary>
/// Feeds a parser with texts that begin as right ones and are cut, doubled, crossed and spoilt. Ordinarily for a moment, so that the
/// targets cannot rot; <c>tests/fuzz</c> sets <c>EDGESTACK_FUZZ_SECONDS</c> for long runs.
/// </summary>
public static class Fuzz
{
    // What parsers trip over: ends, nesting, escapes, signs of formats, numbers at their limits, odd Unicode.
    private static readonly string[] Spices =
    [
        "", "\0", "\n", "\r\n", "\t", " ", "\"", "'", "`", "\\", "/", "//", "..", "%", "%2", "%2F", "%00", "%ff", ":", ";", ",", "&", "|", "*", "?", "#", "!", "@", "=", "+", "-", "~", "^", "$",
        "(", ")", "[", "]", "{", "}", "<", ">", "(?", "(?i:", "{1,", "\\Q", "\\pL", "\ud800", "\udc00", "\u202e", "\ufeff", "ß", "İ", "😀", "0", "-1", "2147483648", "99999999999999999999", "1e309", "NaN",
        "null", "true", "~", "---\n", "- ", "&a ", "*a", "!!binary ", "|\n", ">-\n", "::1", "::ffff:127.0.0.1", "1.2.3.4/33", "xn--", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ];

    // Far above what any input takes on a busy machine: only a hang or a blow-up reaches it.
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(20);

    private static TimeSpan Budget => TimeSpan.FromSeconds(
        double.TryParse(Environment.GetEnvironmentVariables()["EDGESTACK_FUZZ_SECONDS"] as string, CultureInfo.InvariantCulture, out double seconds) ? seconds : 0.7);

    /// <summary>
    /// Runs <paramref name="target"/> until the time is over. It throws when something is wrong; then the failure names the input.
    /// </summary>
    /// <returns>How many inputs were tried.</returns>
    public static long Run(IReadOnlyList<string> corpus, Action<string> target)
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        List<string> pool = [.. corpus];
        long start = Stopwatch.GetTimestamp(), tried = 0;
        do
        {
            string text = Mutate(pool, random);
            long begin = Stopwatch.GetTimestamp();
            try
            {
                target(text);
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"input {tried} of seed {seed} broke the target: {Shown(text)}", fault);
            }

            if (Stopwatch.GetElapsedTime(begin) is var took && took > Hang)
                throw new InvalidOperationException($"input {tried} of seed {seed} took {took.TotalSeconds:0.0} s: {Shown(text)}");
            tried++;
            // Some mutants become ancestors, so that damage adds up.
            if (random.Next(8) == 0)
                Adopt(pool, corpus.Count, text, random);
        }
        while (Stopwatch.GetElapsedTime(start) < Budget);

        return tried;
    }

    private static void Adopt(List<string> pool, int originals, string text, Random random)
    {
        const int Largest = 256;
        if (text.Length > 8192)
            return;
        if (pool.Count < originals + Largest)
            pool.Add(text);
        else
            pool[originals + random.Next(Largest)] = text;
    }

    private static string Mutate(List<string> pool, Random random)
    {
        string text = pool[random.Next(pool.Count)];
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            int at = random.Next(text.Length + 1), length = random.Next(Math.Min(text.Length - at, 24) + 1);
            text = random.Next(7) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, text.Substring(at, length)),
                2 => text.Insert(random.Next(text.Length + 1), text.Substring(at, length)),
                3 => text.Remove(at, length).Insert(at, Spices[random.Next(Spices.Length)]),
                4 => text.Insert(at, Spices[random.Next(Spices.Length)]),
                5 => Cross(text, at, pool[random.Next(pool.Count)], random),
                _ => Spoil(text, at, random),
            };
        }

        return text;
    }

    private static string Cross(string text, int at, string other, Random random) => text[..at] + other[random.Next(other.Length + 1)..];

    private static string Spoil(string text, int at, Random random)
    {
        char spoilt = random.Next(4) == 0 ? (char)random.Next(0x10000) : (char)random.Next(0x80);
        return at == text.Length ? text + spoilt : string.Concat(text.AsSpan(0, at), [spoilt], text.AsSpan(at + 1));
    }

    private static string Shown(string text)
    {
        StringBuilder shown = new("\"");
        foreach (char c in text)
            shown.Append(c is >= ' ' and < '\x7f' and not ('"' or '\\') ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"));
        return shown.Append('"').ToString();
    }
}
