using System.Globalization;

namespace EdgeStack.Collector.Sources.RaspberryPi;

/// <summary>One line of the firmware's answer to <c>pmic_read_adc</c>.</summary>
/// <param name="Rail">As the firmware calls it: <c>VDD_CORE</c>, <c>EXT5V</c>.</param>
/// <param name="Unit"><c>V</c> or <c>A</c>.</param>
/// <param name="Value">In that unit.</param>
internal readonly record struct PmicReading(string Rail, char Unit, double Value)
{
    // The chip has 24; this is for firmware that is out of its mind.
    private const int MostLines = 64;
    private const double Most = 100;

    /// <summary>
    /// The lines that are understood. There are two ways to print one, <c>VDD_CORE_A current(7)=1.2A</c> and <c>VDD_CORE_A=1.2A</c>; rails differ from firmware to firmware.
    /// </summary>
    public static IReadOnlyList<PmicReading> Parse(string answer)
    {
        List<PmicReading> readings = [];
        foreach (string line in answer.Split('\n', StringSplitOptions.TrimEntries).Take(MostLines))
        {
            int equals = line.LastIndexOf('=');
            string name = line[..Math.Max(equals, 0)].Split(' ')[0];
            if (name.Length < 3 || name[^2] != '_' || name[^1] is not ('V' or 'A') || line[^1] != name[^1] || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
                continue;
            if (double.TryParse(line.AsSpan(equals + 1).TrimEnd(name[^1]), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value <= Most)
                readings.Add(new PmicReading(name[..^2], name[^1], value));
        }

        return readings;
    }
}
