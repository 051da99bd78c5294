namespace EdgeStack.Collector.Sources.RaspberryPi;

/// <summary>What the firmware can be asked, by the numbers of include/soc/bcm2835/raspberrypi-firmware.h in the kernel and, for the last, of vcgencmd.</summary>
internal enum FirmwareTag : uint
{
    /// <summary>When the firmware was built, in seconds since 1970.</summary>
    FirmwareRevision = 0x00000001,

    /// <summary>A clock as it was set, in hertz, by the number of the clock.</summary>
    ClockRate = 0x00030002,

    /// <summary>A voltage in millionths, by the number of the rail.</summary>
    Voltage = 0x00030003,

    /// <summary>A temperature in thousandths of a degree, by the number of the sensor.</summary>
    Temperature = 0x00030006,

    /// <summary>The temperature at which clocks are turned down, in thousandths of a degree, by the number of the sensor.</summary>
    TemperatureLimit = 0x0003000a,

    /// <summary>What is wrong now and was wrong before. The request is a mask of bits to forget: always 0 from us.</summary>
    Throttled = 0x00030046,

    /// <summary>A clock as it is, in hertz, by the number of the clock.</summary>
    MeasuredClockRate = 0x00030047,

    /// <summary>A command in letters and its answer in letters.</summary>
    Command = 0x00030080,
}
