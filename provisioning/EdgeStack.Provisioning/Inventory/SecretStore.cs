using System.Collections.Concurrent;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>Fetches secrets from where the inventory says they are; each once.</summary>
/// <param name="directory">Relative paths begin here.</param>
/// <param name="environment">Variables.</param>
/// <param name="ask">Asks a person, who need not answer.</param>
internal sealed class SecretStore(string directory, Func<string, string?> environment, Func<string, CancellationToken, Task<string?>> ask)
{
    private const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly ConcurrentDictionary<(SecretReference Reference, string What), Lazy<Task<Secret>>> _fetched = new();

    /// <param name="reference">Where it is.</param>
    /// <param name="what">What it is, for whoever is asked: <c>password of sudo</c>.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="SecretException">It is not there.</exception>
    public Task<Secret> FetchAsync(SecretReference reference, string what, CancellationToken stop) =>
        // Lazily: several nodes ask at once, and a person is asked once. Two questions to a person are two secrets; a file is one, whoever asks for it.
        _fetched.GetOrAdd((reference, reference is SecretReference.Prompt ? what : ""), _ => new Lazy<Task<Secret>>(() => ReadAsync(reference, what, stop))).Value;

    private async Task<Secret> ReadAsync(SecretReference reference, string what, CancellationToken stop) => reference switch
    {
        SecretReference.Variable variable => new Secret(environment(variable.Name) is { Length: > 0 } value ? value
            : throw new SecretException($"{what}: the environment variable {variable.Name} is not set")),
        SecretReference.File file => new Secret(await ReadFileAsync(Path.GetFullPath(file.Path, directory), what, stop)),
        SecretReference.Prompt => new Secret((await ask($"{what}: ", stop))?.TrimEnd('\r', '\n') is { Length: > 0 } answer ? answer : throw new SecretException($"{what}: nothing was written, or there is no terminal to ask at")),
        _ => throw new ArgumentOutOfRangeException(nameof(reference)),
    };

    private static async Task<string> ReadFileAsync(string path, string what, CancellationToken stop)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OfOthers) != UnixFileMode.None)
                throw new SecretException($"{what}: others may read {path}; `chmod 600` it");
            string text = await File.ReadAllTextAsync(path, stop);
            return text.EndsWith('\n') ? text[..^1] : text;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SecretException($"{what}: {fault.Message}");
        }
    }
}
