using System.Globalization;

namespace EdgeStack.Collector.Sources.Host.Sensors;

/// <summary>What the name of a hwmon file says: <c>temp1_crit_alarm</c> is the property <c>crit_alarm</c> of the sensor 1 of kind <c>temp</c>.</summary>
/// <param name="Kind">What is measured: <c>temp</c>, <c>in</c>, <c>fan</c>.</param>
/// <param name="Number">Which of its kind; 0 when the name has no number.</param>
/// <param name="Property">What of it; empty when the file is the sensor itself, such as <c>pwm1</c>.</param>
internal readonly record struct SensorFile(string Kind, int Number, string Property)
{
    private static readonly string[] Kinds =
        ["vrm", "beep_enable", "update_interval", "in", "cpu", "fan", "pwm", "temp", "curr", "power", "energy", "humidity", "intrusion", "freq"];

    /// <summary>The sensor's label: <c>temp1</c>.</summary>
    public string Sensor => Kind + Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether it is the name of a sensor's file.</summary>
    public static bool TryParse(string name, out SensorFile file)
    {
        file = default;
        int digits = name.AsSpan().IndexOfAnyInRange('0', '9');
        string kind = digits < 0 ? name : name[..digits];
        if (!Kinds.Contains(kind))
            return false;
        ReadOnlySpan<char> rest = digits < 0 ? "" : name.AsSpan(digits);
        int end = rest.IndexOfAnyExceptInRange('0', '9');
        ReadOnlySpan<char> number = end < 0 ? rest : rest[..end], property = end < 0 ? "" : rest[end..];
        if ((property.Length > 0 && (property[0] != '_' || property.Length == 1)) || (number.Length > 0 && !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            return false;
        file = new SensorFile(kind, number.Length == 0 ? 0 : int.Parse(number, CultureInfo.InvariantCulture), property.Length == 0 ? "" : property[1..].ToString());
        return true;
    }
}
