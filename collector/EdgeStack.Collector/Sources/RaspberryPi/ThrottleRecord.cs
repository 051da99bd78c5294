namespace EdgeStack.Collector.Sources.RaspberryPi;

/// <summary>
/// What was seen of one reason, and how often it began. The firmware's memory of it is no count and not even "since the start": the kernel's own driver makes it forget every two
/// seconds, and so does anybody who asks for it.
/// </summary>
internal sealed class ThrottleRecord
{
    /// <summary>Whether it is so now; null when nobody could say yet.</summary>
    public bool? Now { get; private set; }

    /// <summary>Whether it was so since the firmware was made to forget; null when only the firmware would know and does not say.</summary>
    public bool? SinceClear { get; private set; }

    /// <summary>How often it began while we looked.</summary>
    public long Events { get; private set; }

    /// <summary>Takes what was read. It began when it was not so before, or when it came and went between two readings, which only the firmware's memory shows.</summary>
    /// <param name="now">Whether it is so.</param>
    /// <param name="sinceClear">The firmware's memory; null when it was not asked.</param>
    /// <param name="missesNothing">Whether <paramref name="now"/> covers the time since the last reading by itself: then the memory would count the same thing again.</param>
    public void Saw(bool now, bool? sinceClear, bool missesNothing)
    {
        bool began = Now == false && now;
        bool cameAndWent = !missesNothing && Now == false && !now && SinceClear == false && sinceClear == true;
        if (began || cameAndWent)
            Events++;
        Now = now;
        SinceClear = sinceClear ?? SinceClear;
    }
}
