namespace EdgeStack.Provisioning.Rendering;

/// <summary>Asks a person at the terminal for a line.</summary>
internal static class LinePrompt
{
#pragma warning disable RS0030 // The terminal is read here and in SecretPrompt.
    /// <summary>There is a terminal at both ends.</summary>
    public static bool HasTerminal => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    /// <param name="question">Shown on standard error.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>What was written; null when there is no terminal at both ends, so that a script never waits for somebody who is not there.</returns>
    public static async Task<string?> AskAsync(string question, CancellationToken stop)
    {
        if (!HasTerminal)
            return null;
        await Console.Error.WriteAsync(question);
        return await Task.Run(Console.ReadLine, stop).WaitAsync(stop) ?? "";
    }
#pragma warning restore RS0030
}
