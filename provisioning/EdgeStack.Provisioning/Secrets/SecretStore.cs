using System.Collections.Concurrent;
using System.Collections.Immutable;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Secrets;

/// <summary>Fetches secrets from where the inventory says they are; each once.</summary>
/// <param name="directory">Relative paths begin here.</param>
/// <param name="environment">Variables.</param>
/// <param name="ask">Asks a person, who need not answer.</param>
/// <param name="programs">Programs that hand out secrets.</param>
internal sealed class SecretStore(string directory, Func<string, string?> environment, Func<string, CancellationToken, Task<string?>> ask, SecretProgram programs)
{
    /// <summary>Where the passphrase of our own vault is, for whoever runs us without a terminal.</summary>
    public const string PassphraseVariable = "EDGESTACK_SECRETS_PASSPHRASE", KeyFileVariable = "EDGESTACK_SECRETS_KEY_FILE";

    private const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly ConcurrentDictionary<(object Reference, string What), Lazy<Task<Secret>>> _fetched = new();
    private readonly Lock _gate = new();
    private Task<SecretVault>? _vault;

    /// <summary>Our own vault.</summary>
    public string VaultPath { get; } = ClusterFolder.In(directory).Secrets;

    /// <param name="reference">Where it is.</param>
    /// <param name="what">What it is, for whoever is asked: <c>password of sudo</c>.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="SecretException">It is not there.</exception>
    public Task<Secret> FetchAsync(SecretReference reference, string what, CancellationToken stop) =>
        // Lazily: several nodes ask at once, and a person is asked once. Two questions to a person are two secrets; a file is one, whoever asks for it.
        _fetched.GetOrAdd((reference.Identity, reference is SecretReference.Prompt ? what : ""), _ => new Lazy<Task<Secret>>(() => ReadAsync(reference, what, stop))).Value;

    /// <summary>Where the passphrase of the vault comes from: a person, unless the environment says otherwise.</summary>
    public SecretReference Passphrase => environment(KeyFileVariable) is { Length: > 0 } file ? new SecretReference.File(file)
        : environment(PassphraseVariable) is { Length: > 0 } ? new SecretReference.Variable(PassphraseVariable)
        : new SecretReference.Prompt();

    /// <summary>Our own vault, opened; its passphrase is fetched once.</summary>
    /// <exception cref="SecretException">It cannot be opened.</exception>
    public Task<SecretVault> OpenVaultAsync(CancellationToken stop)
    {
        lock (_gate)
            return _vault ??= OpenAsync();

        async Task<SecretVault> OpenAsync() => SecretVault.Open(VaultPath, await FetchAsync(Passphrase, "passphrase of the secrets", stop));
    }

    private async Task<Secret> ReadAsync(SecretReference reference, string what, CancellationToken stop) => reference switch
    {
        SecretReference.Variable variable => new Secret(environment(variable.Name) is { Length: > 0 } value ? value
            : throw new SecretException($"{what}: the environment variable {variable.Name} is not set")),
        SecretReference.File file => new Secret(await ReadFileAsync(Path.GetFullPath(file.Path, directory), what, stop)),
        SecretReference.Prompt => new Secret((await ask($"{what}: ", stop))?.TrimEnd('\r', '\n') is { Length: > 0 } answer ? answer : throw new SecretException($"{what}: nothing was written, or there is no terminal to ask at")),
        SecretReference.Exec exec => await ReadProgramAsync(exec.Command, what, stop),
        SecretReference.Sops sops => await ReadProgramAsync(["sops", "--decrypt", "--extract", sops.Place, sops.Sealed], what, stop),
        SecretReference.Stored stored => await ReadVaultAsync(stored.Name, what, stop),
        _ => throw new ArgumentOutOfRangeException(nameof(reference)),
    };

    private async Task<Secret> ReadProgramAsync(ImmutableArray<string> command, string what, CancellationToken stop)
    {
        try
        {
            return new Secret((await programs.OutputAsync(command, stop)).TrimEnd('\r', '\n') is { Length: > 0 } output ? output : throw new SecretException($"`{command[0]}` wrote nothing"));
        }
        catch (SecretException fault)
        {
            throw new SecretException($"{what}: {fault.Message}");
        }
    }

    private async Task<Secret> ReadVaultAsync(string name, string what, CancellationToken stop)
    {
        // Nobody is asked for a passphrase that leads to nothing.
        if (!File.Exists(VaultPath))
            throw new SecretException($"{what}: there is no secret '{name}'; `edgestack secrets set {name}` puts it there");
        SecretVault vault = await OpenVaultAsync(stop);
        try
        {
            return vault.Get(name);
        }
        catch (SecretException fault)
        {
            throw new SecretException($"{what}: {fault.Message}");
        }
    }

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
