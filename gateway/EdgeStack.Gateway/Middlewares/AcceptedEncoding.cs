using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>What of Accept-Encoding we can do (RFC 9110 section 12.5.3).</summary>
internal static class AcceptedEncoding
{
    /// <summary>The encoding with the highest weight; among equals the first of <paramref name="offered"/>. Null is none.</summary>
    public static string? Best(StringValues acceptEncoding, IReadOnlyList<string> offered)
    {
        string? best = null;
        decimal bestWeight = 0;
        foreach (string encoding in offered)
        {
            decimal weight = WeightOf(acceptEncoding, encoding);
            if (weight > bestWeight)
                (best, bestWeight) = (encoding, weight);
        }

        return best;
    }

    private static decimal WeightOf(StringValues acceptEncoding, string encoding)
    {
        decimal any = 0;
        foreach (string? line in acceptEncoding)
        {
            foreach (Range part in line.AsSpan().Split(','))
            {
                ReadOnlySpan<char> item = line.AsSpan(part).Trim();
                int semicolon = item.IndexOf(';');
                ReadOnlySpan<char> name = (semicolon < 0 ? item : item[..semicolon]).Trim();
                decimal weight = semicolon < 0 ? 1 : ReadWeight(item[(semicolon + 1)..].Trim());
                if (name.Equals(encoding, StringComparison.OrdinalIgnoreCase))
                    return weight;
                if (name is "*")
                    any = weight;
            }
        }

        return any;
    }

    private static decimal ReadWeight(ReadOnlySpan<char> parameter) =>
        parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
        && decimal.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal weight) ? Math.Clamp(weight, 0, 1) : 0;
}
