namespace EdgeStack.Telemetry.Families;

/// <summary>True for the first to ask, on any thread.</summary>
internal sealed class SaidOnce
{
    private int _said;

    // The plain read first: the exchange would make every core fight over the line for something said long ago.
    public bool IsFirst() => Volatile.Read(ref _said) == 0 && Interlocked.Exchange(ref _said, 1) == 0;
}
