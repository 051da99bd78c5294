namespace EdgeStack.Testing;

/// <summary>What code allocates on its own thread.</summary>
public static class Allocated
{
    private const int Rounds = 3;

    /// <summary>Bytes of the best of three rounds: what is set up once, by the code or by the runtime below it, does not count.</summary>
    public static long By(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        action();
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
