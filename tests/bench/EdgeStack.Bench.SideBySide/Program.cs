// Measures the gateway beside other proxies: see tests/bench/README.md. tests/bench/run builds and starts it.
using System.Runtime.InteropServices;
using EdgeStack.Bench.SideBySide;
using EdgeStack.Bench.SideBySide.Load;

#pragma warning disable RS0030 // what a bench program has to say, it says on the terminal
TextWriter progress = Console.Error, page = Console.Out;
#pragma warning restore RS0030

if (args is [EchoServer.Command, string port])
{
    await EchoServer.RunAsync(port);
    return 0;
}

using CancellationTokenSource stop = new();
using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    if (args is [Settings.Check, .. var unread])
    {
        Settings.Read(unread);
        return 0;
    }

    Settings settings = Settings.Read(args);
    Bench bench = new(settings, progress.WriteLine);
    string report = await bench.RunAsync(stop.Token);
    await page.WriteAsync(report);
    if (settings.Out is not null)
        await File.WriteAllTextAsync(settings.Out, report, stop.Token);
    return bench.HasFailed ? 1 : 0;
}
catch (Exception) when (stop.IsCancellationRequested)
{
    return 130;
}
catch (FormatException error)
{
    await progress.WriteLineAsync(error.Message);
    return 64;
}
catch (Exception error) when (error is InvalidOperationException or TimeoutException or IOException or UnauthorizedAccessException)
{
    await progress.WriteLineAsync(error.Message);
    return 1;
}

// The servers are ended on the way out.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
