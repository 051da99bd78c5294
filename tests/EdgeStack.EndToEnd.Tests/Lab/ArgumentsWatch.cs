using System.Collections.Concurrent;
using System.Text;

namespace EdgeStack.EndToEnd.Tests.Lab;

/// <summary>Looks at the arguments of every process of this machine, those of the hosts among them, as any of its users could. What lives for less than a few milliseconds may be missed.</summary>
internal sealed class ArgumentsWatch : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentDictionary<string, byte> _seen = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    public ArgumentsWatch() => _watching = Task.Run(WatchAsync);

    /// <summary>Command lines, blanks between the words.</summary>
    public IReadOnlyCollection<string> Seen => [.. _seen.Keys];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        using PeriodicTimer timer = new(Every);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            foreach (string folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
            {
                try
                {
                    _seen.TryAdd(Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, "cmdline"))).Replace('\0', ' '), 0);
                }
                catch (IOException)
                {
                    // It has ended.
                }
            }
        }
    }
}
