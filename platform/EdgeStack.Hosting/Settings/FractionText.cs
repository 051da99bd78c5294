using System.Globalization;

namespace EdgeStack.Hosting.Settings;

/// <summary>Parts of a whole as people write them: <c>0.1</c> or <c>1/10</c>.</summary>
public static class FractionText
{
    private const string OneIn = "1/";

    /// <returns>False for what is not a part from 0 to 1.</returns>
    public static bool TryParse(string written, out double fraction)
    {
        ArgumentNullException.ThrowIfNull(written);
        if (!written.StartsWith(OneIn, StringComparison.Ordinal))
            return double.TryParse(written, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out fraction) && fraction is >= 0 and <= 1;
        bool read = double.TryParse(written.AsSpan(OneIn.Length), NumberStyles.None, CultureInfo.InvariantCulture, out double of) && of >= 1;
        fraction = read ? 1 / of : 0;
        return read;
    }
}
