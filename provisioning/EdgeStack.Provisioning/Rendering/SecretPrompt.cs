using System.Text;

namespace EdgeStack.Provisioning.Rendering;

/// <summary>Asks for a secret on the terminal without showing it; without a terminal it is read from standard input.</summary>
internal static class SecretPrompt
{
    private const int MostLetters = 16 * 1024;

    /// <param name="question">Shown on standard error when there is somebody to read it.</param>
    /// <param name="stop">Ends the wait.</param>
    public static Task<string?> AskAsync(string question, CancellationToken stop)
    {
#pragma warning disable RS0030 // Standard input is read here, and only here.
        if (Console.IsInputRedirected)
            return Task.Run(() => ReadAll(Console.In), stop).WaitAsync(stop);
        Console.Error.Write(question);
        return Task.Run(ReadHidden, stop).WaitAsync(stop);
    }

    private static string? ReadHidden()
    {
        StringBuilder secret = new();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
                secret.Length = Math.Max(0, secret.Length - 1);
            else if (key.KeyChar >= ' ' && secret.Length < MostLetters)
                secret.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return secret.ToString();
    }
#pragma warning restore RS0030

    private static string? ReadAll(TextReader input)
    {
        char[] letters = new char[MostLetters];
        return new string(letters, 0, input.ReadBlock(letters));
    }
}
