namespace EdgeStack.Collector.Sources.RaspberryPi;

/// <summary>A device file that leads to the firmware.</summary>
internal enum MailboxDevice
{
    /// <summary><c>/dev/vcio</c>: everything, so that newer systems give it to root alone.</summary>
    Everything,

    /// <summary><c>/dev/vcio_gencmd</c> of newer kernels: commands only.</summary>
    Commands,
}
