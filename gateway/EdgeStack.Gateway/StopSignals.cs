using System.Runtime.InteropServices;

namespace EdgeStack.Gateway;

/// <summary>
/// What the signals of an operator mean: the first one ends the program in order, the same one again at once. Different ones may be a single wish:
/// Ctrl-C reaches a program and its parent, and the parent passes it on as SIGTERM.
/// </summary>
internal sealed class StopSignals(IHostApplicationLifetime lifetime) : IHostLifetime, IDisposable
{
    private readonly CancellationTokenSource _hurry = new();
    private readonly HashSet<PosixSignal> _seen = [];
    private PosixSignalRegistration[] _registrations = [];

    /// <summary>Cancelled when there is nothing to wait for any more.</summary>
    public CancellationToken Hurry => _hurry.Token;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations = [.. ((PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT]).Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
    }

    /// <summary>Takes a signal.</summary>
    public void Take(PosixSignal signal)
    {
        bool first;
        lock (_seen)
            first = _seen.Add(signal);
        if (first)
            lifetime.StopApplication();
        else
            _hurry.Cancel();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        Take(context.Signal);
    }
}
