using System.Collections.Immutable;
using System.Globalization;

namespace EdgeStack.Routes.Questions;

/// <summary>Statuses as somebody asks for them: <c>404</c>, <c>4xx,503</c>.</summary>
public sealed class StatusList
{
    // Inclusive.
    private readonly ImmutableArray<(int From, int To)> _ranges;

    private StatusList(ImmutableArray<(int From, int To)> ranges) => _ranges = ranges;

    /// <returns>What is wrong with it; null when it is a list.</returns>
    public static string? Read(string written, out StatusList? list)
    {
        list = null;
        ImmutableArray<(int, int)>.Builder read = ImmutableArray.CreateBuilder<(int, int)>();
        foreach (string part in written.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part is [>= '1' and <= '5' and var hundreds, 'x' or 'X', 'x' or 'X'])
                read.Add(((hundreds - '0') * 100, ((hundreds - '0') * 100) + 99));
            else if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status is >= 100 and <= 599)
                read.Add((status, status));
            else
                return $"'{part}' is neither a status such as 404 nor a class such as 5xx";
        }

        list = new StatusList(read.ToImmutable());
        return null;
    }

    public bool Includes(int status) => _ranges.Any(range => status >= range.From && status <= range.To);
}
