using System.Runtime.InteropServices;

namespace EdgeStack.Provisioning.Local;

/// <summary>Turns the signals of this process into <see cref="StopRequests"/>.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _gently = new();
    private readonly CancellationTokenSource _hard = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals()
    {
        Requests = new StopRequests(_gently.Token, _hard.Token);
        // SIGHUP too: closing the terminal must not leave a gateway behind.
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
        ];
    }

    public StopRequests Requests { get; }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _gently.Dispose();
        _hard.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        (_gently.IsCancellationRequested ? _hard : _gently).Cancel();
    }
}
