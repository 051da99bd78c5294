namespace EdgeStack.Collector.Sources.RaspberryPi;

/// <summary>Where a Raspberry Pi's firmware is reached.</summary>
internal sealed class RaspberryPiOptions
{
    /// <summary>The folder of <c>vcio</c> and <c>vcio_gencmd</c>. Without them there are temperatures and under-voltage, no clocks, no other voltages and no throttling.</summary>
    public string DeviceFolder { get; set; } = "/dev";
}
