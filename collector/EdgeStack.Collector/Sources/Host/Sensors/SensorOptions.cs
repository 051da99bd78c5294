namespace EdgeStack.Collector.Sources.Host.Sensors;

/// <summary>How sensors are shown.</summary>
internal sealed class SensorOptions
{
    /// <summary>
    /// Whether an alarm of one limit (<c>in0_lcrit_alarm</c>) is called and scaled like a value, as node_exporter does and rules for it expect: an alarm that is on reads
    /// 0.001 volts. Off, it has no unit and reads 1.
    /// </summary>
    public bool ScaledAlarms { get; set; } = true;
}
