using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Tests.Inventory;

public sealed class SecretStoreTests
{
    [Fact]
    public async Task Two_questions_are_two_secrets_and_the_same_one_is_asked_once()
    {
        List<string> asked = [];
        SecretStore store = new("/", _ => null, (question, _) =>
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
        SecretStore store = new(folder.Path, _ => null, (_, _) => Task.FromResult<string?>(null));
#pragma warning disable CA1416 // the tests run on Linux
        File.SetUnixFileMode(folder.File("secret"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        SecretException refused = await Assert.ThrowsAsync<SecretException>(() => store.FetchAsync(new SecretReference.File("secret"), "it", TestContext.Current.CancellationToken));
        Assert.Contains("chmod 600", refused.Message, StringComparison.Ordinal);
        File.SetUnixFileMode(folder.File("secret"), UnixFileMode.UserRead);
#pragma warning restore CA1416
        Assert.Equal("a b\n", (await new SecretStore(folder.Path, _ => null, (_, _) => Task.FromResult<string?>(null)).FetchAsync(new SecretReference.File("secret"), "it", TestContext.Current.CancellationToken)).Reveal());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\n")]
    public async Task Nobody_to_ask_is_no_empty_secret(string? answer) =>
        await Assert.ThrowsAsync<SecretException>(() => new SecretStore("/", _ => "", (_, _) => Task.FromResult(answer)).FetchAsync(new SecretReference.Prompt(), "it", TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_variable_that_is_empty_is_missing() =>
        await Assert.ThrowsAsync<SecretException>(() => new SecretStore("/", _ => "", (_, _) => Task.FromResult<string?>(null)).FetchAsync(new SecretReference.Variable("X"), "it", TestContext.Current.CancellationToken));
}
