namespace EdgeStack.Collector.Sources.RaspberryPi;

/// <summary>Why a Raspberry Pi runs slower than it could. The value is the bit of "now" in the firmware's answer; 16 higher is "since it was forgotten".</summary>
internal enum ThrottleReason
{
    /// <summary>The supply gives too little voltage.</summary>
    UnderVoltage = 0,

    /// <summary>The processor's clock may not go as high as it could.</summary>
    FrequencyCapped = 1,

    /// <summary>The processor's clock is turned down.</summary>
    Throttled = 2,

    /// <summary>The first limit of the temperature is reached (from the 3B+ on).</summary>
    SoftTemperatureLimit = 3,
}
