namespace EdgeStack.Provisioning.Rendering;

/// <summary>Asks a person at the terminal for a line.</summary>
internal static class LinePrompt
{
    /// <param name="question">Shown on standard error.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>What was written; null when there is no terminal at both ends, so that a script never waits for somebody who is not there.</returns>
    public static async Task<string?> AskAsync(string question, CancellationToken stop)
    {
#pragma warning disable RS0030 // The terminal is read here and in SecretPrompt.
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
            return null;
        await Console.Error.WriteAsync(question);
        return await Task.Run(Console.ReadLine, stop).WaitAsync(stop) ?? "";
#pragma warning restore RS0030
    }
}
