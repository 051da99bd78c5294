using Microsoft.Extensions.Hosting;

namespace EdgeStack.Hosting;

/// <summary>Ends the program with its standard input: a parent that was killed cannot say so in any other way.</summary>
public sealed class StdinWatch(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A read of the terminal cannot be cancelled: it is left behind when the program ends for another reason.
        await UntilEndAsync().WaitAsync(stoppingToken);
        lifetime.StopApplication();
    }

    private static async Task UntilEndAsync()
    {
#pragma warning disable RS0030 // input, not output: nothing is said through it
        await using Stream input = Console.OpenStandardInput();
#pragma warning restore RS0030
        byte[] ignored = new byte[256];
        while (await input.ReadAsync(ignored) > 0)
        {
            // whatever is said does not matter, only that it ends
        }
    }
}
