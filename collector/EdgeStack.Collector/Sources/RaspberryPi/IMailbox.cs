namespace EdgeStack.Collector.Sources.RaspberryPi;

/// <summary>The kernel's door to the firmware of a Raspberry Pi: a buffer goes in and comes back with the answers in it.</summary>
internal interface IMailbox
{
    /// <summary>Hands over a message and waits for it to be answered in place.</summary>
    /// <param name="device">Which door.</param>
    /// <param name="message">Its first word is its length in bytes.</param>
    /// <returns>0, or the kernel's number for what went wrong.</returns>
    int Exchange(MailboxDevice device, Span<uint> message);
}
