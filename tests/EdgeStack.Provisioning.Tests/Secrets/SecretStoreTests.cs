using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Secrets;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Provisioning.Tests.Secrets;

public sealed class SecretStoreTests
{
    [Fact]
    public async Task Two_questions_are_two_secrets_and_the_same_one_is_asked_once()
    {
        List<string> asked = [];
        SecretStore store = Store("/", _ => null, (question, _) =>
        {
            asked.Add(question);
            return Task.FromResult<string?>($"answer to {question}\n");
        });
        Secret sudo = await store.FetchAsync(new SecretReference.Prompt(), "sudo's password", TestContext.Current.CancellationToken);
        Secret shop = await store.FetchAsync(new SecretReference.Prompt(), "password of shop", TestContext.Current.CancellationToken);
        await store.FetchAsync(new SecretReference.Prompt(), "sudo's password", TestContext.Current.CancellationToken);
        Assert.Equal(["sudo's password: ", "password of shop: "], asked);
        Assert.Equal(("answer to sudo's password: ", "answer to password of shop: "), (sudo.Reveal(), shop.Reveal()));
        Assert.Equal("***", $"{sudo}");
    }

    [Fact]
    public async Task A_file_that_others_may_read_is_refused_and_its_last_line_end_does_not_count()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.File("secret"), "a b\n\n", TestContext.Current.CancellationToken);
        SecretStore store = Store(folder.Path);
#pragma warning disable CA1416 // the tests run on Linux
        File.SetUnixFileMode(folder.File("secret"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        SecretException refused = await Assert.ThrowsAsync<SecretException>(() => store.FetchAsync(new SecretReference.File("secret"), "it", TestContext.Current.CancellationToken));
        Assert.Contains("chmod 600", refused.Message, StringComparison.Ordinal);
        File.SetUnixFileMode(folder.File("secret"), UnixFileMode.UserRead);
#pragma warning restore CA1416
        Assert.Equal("a b\n", (await Store(folder.Path).FetchAsync(new SecretReference.File("secret"), "it", TestContext.Current.CancellationToken)).Reveal());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\n")]
    public async Task Nobody_to_ask_is_no_empty_secret(string? answer) =>
        await Assert.ThrowsAsync<SecretException>(() => Store("/", _ => "", (_, _) => Task.FromResult(answer)).FetchAsync(new SecretReference.Prompt(), "it", TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_variable_that_is_empty_is_missing() =>
        await Assert.ThrowsAsync<SecretException>(() => Store("/", _ => "").FetchAsync(new SecretReference.Variable("X"), "it", TestContext.Current.CancellationToken));

    [Fact]
    public async Task What_a_program_writes_is_the_secret_and_no_shell_reads_its_words()
    {
        using TemporaryFolder folder = new();
        Executable(folder, "pass", "printf '%s|%s\\n' \"$@\"");
        Assert.Equal("$(id) ; x|y z", (await FetchAsync(folder, "$(id) ; x", "y z")).Reveal());
    }

    [Theory]
    [InlineData("echo hunter2; echo 'no such entry' >&2; exit 3", "it: `pass` ended with 3: no such entry")]
    [InlineData("exit 0", "it: `pass` wrote nothing")]
    [InlineData("yes hunter2", "it: `pass` writes more than 64 KiB, which is no secret")]
    public async Task Why_a_program_has_no_secret_is_told_and_what_it_wrote_is_not(string script, string message)
    {
        using TemporaryFolder folder = new();
        Executable(folder, "pass", script);
        Assert.Equal(message, (await Assert.ThrowsAsync<SecretException>(() => FetchAsync(folder))).Message);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named()
    {
        using TemporaryFolder folder = new();
        Assert.Equal("it: there is no program 'pass' in the folders of PATH", (await Assert.ThrowsAsync<SecretException>(() => FetchAsync(folder))).Message);
    }

    [Fact]
    public async Task A_program_that_does_not_end_is_ended()
    {
        using TemporaryFolder folder = new();
        FakeTimeProvider time = new();
        Executable(folder, "pass", "touch begun; exec sleep 1000");
        Task<Secret> fetching = Store(folder.Path, time: time).FetchAsync(new SecretReference.Exec(["pass"]), "it", TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => Task.FromResult(File.Exists(folder.File("begun"))), "it runs");
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.StartsWith("it: `pass` did not end within 60 s, and was ended", (await Assert.ThrowsAsync<SecretException>(() => fetching)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sops_is_asked_for_one_value_of_its_file()
    {
        using TemporaryFolder folder = new();
        Executable(folder, "sops", "[ \"$*\" = '--decrypt --extract [\"db\"][\"password\"] secrets.yaml' ] && echo hunter2");
        Assert.Equal("hunter2", (await Store(folder.Path).FetchAsync(new SecretReference.Sops("secrets.yaml", "db.password"), "it", TestContext.Current.CancellationToken)).Reveal());
    }

    [Fact]
    public async Task The_vault_gives_what_was_put_into_it_and_asks_for_its_passphrase_once()
    {
        using TemporaryFolder folder = new();
        int asked = 0;
        SecretStore store = Store(folder.Path, ask: (_, _) => Task.FromResult<string?>(asked++ == 0 ? "open sesame" : null));
        SecretVault.Open(store.VaultPath, new Secret("open sesame")).Set("db/shop", new Secret("hunter2"));
        Assert.Equal("hunter2", (await store.FetchAsync(new SecretReference.Stored("db/shop"), "it", TestContext.Current.CancellationToken)).Reveal());
        SecretException missing = await Assert.ThrowsAsync<SecretException>(() => store.FetchAsync(new SecretReference.Stored("db/shp"), "it", TestContext.Current.CancellationToken));
        Assert.Equal("it: there is no secret 'db/shp'; did you mean 'db/shop'?", missing.Message);
        Assert.Equal(1, asked);
    }

    private static Task<Secret> FetchAsync(TemporaryFolder folder, params string[] words) =>
        Store(folder.Path).FetchAsync(new SecretReference.Exec(["pass", .. words]), "it", TestContext.Current.CancellationToken);

    private static SecretStore Store(string folder, Func<string, string?>? environment = null, Func<string, CancellationToken, Task<string?>>? ask = null, TimeProvider? time = null) =>
        new(folder, environment ?? (_ => null), ask ?? ((_, _) => Task.FromResult<string?>(null)), new SecretProgram(folder, folder, time ?? TimeProvider.System));

    private static void Executable(TemporaryFolder folder, string name, string script)
    {
        File.WriteAllText(folder.File(name), $"#!/bin/sh\n{script}\n");
#pragma warning disable CA1416 // the tests run on Linux
        File.SetUnixFileMode(folder.File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
    }
}
