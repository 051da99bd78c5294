using System.Collections.Immutable;
using System.Text;
using CliWrap;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Secrets;

/// <summary>Programs that hand out secrets: what they write to standard output is the secret, and nobody sees it; what they write to standard error is why they do not.</summary>
/// <param name="folders">Where programs are looked for, as in PATH.</param>
/// <param name="directory">Where they run.</param>
/// <param name="time">The clock.</param>
internal sealed class SecretProgram(string folders, string directory, TimeProvider time)
{
    // Long enough for whoever has to touch a key or type a PIN.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private const int MostBytes = 64 * 1024, LinesShown = 5;

    /// <param name="command">The program and its words; no shell reads them.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="SecretException">It is not there, failed, or did not end in time.</exception>
    public async Task<string> OutputAsync(ImmutableArray<string> command, CancellationToken stop)
    {
        string program = Find(command[0]) ?? throw new SecretException($"there is no program '{command[0]}' in the folders of PATH");
        byte[] output = new byte[MostBytes + 1];
        int length = 0;
        Queue<string> said = new();
        using CancellationTokenSource limit = new(Limit, time);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            CommandResult result = await Cli.Wrap(program).WithArguments(command[1..]).WithWorkingDirectory(directory).WithValidation(CommandResultValidation.None)
                .WithStandardOutputPipe(PipeTarget.Create(async (stream, ended) =>
                {
                    length = await stream.ReadAtLeastAsync(output, output.Length, throwOnEndOfStream: false, ended);
                    // Nobody would read on, and it would wait for ever.
                    if (length == output.Length)
                        await limit.CancelAsync();
                }))
                .WithStandardErrorPipe(PipeTarget.ToDelegate(line =>
                {
                    said.Enqueue(line);
                    if (said.Count > LinesShown)
                        said.Dequeue();
                }))
                .ExecuteAsync(end.Token);
            return result.ExitCode == 0 ? Encoding.UTF8.GetString(output, 0, length) : throw new SecretException($"`{command[0]}` ended with {result.ExitCode}{Said(said)}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new SecretException(length == output.Length ? $"`{command[0]}` writes more than {MostBytes / 1024} KiB, which is no secret" : $"`{command[0]}` did not end within {Limit.TotalSeconds:0} s, and was ended{Said(said)}");
        }
    }

    private static string Said(Queue<string> lines) => lines.Count == 0 ? "" : $": {string.Join(" | ", lines)}";

    private string? Find(string program)
    {
        if (program.Contains('/', StringComparison.Ordinal))
            return Path.GetFullPath(program, directory) is var path && File.Exists(path) ? path : null;
        return folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }
}
