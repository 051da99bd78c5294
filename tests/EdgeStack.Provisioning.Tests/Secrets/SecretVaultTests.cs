using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Secrets;

namespace EdgeStack.Provisioning.Tests.Secrets;

public sealed class SecretVaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public SecretVaultTests()
    {
        _path = _folder.File(".edgestack/secrets.json");
        SecretVault vault = SecretVault.Open(_path, new Secret("open sesame"));
        vault.Set("db/shop", new Secret("hunter2"));
        vault.Set("sudo", new Secret("ümläut \n $x"));
    }

    [Fact]
    public void What_was_put_into_it_is_there_again_and_not_to_be_read_in_the_file()
    {
        SecretVault vault = SecretVault.Open(_path, new Secret("open sesame"));
        Assert.Equal(("hunter2", "ümläut \n $x"), (vault.Get("db/shop").Reveal(), vault.Get("sudo").Reveal()));
        Assert.DoesNotContain("hunter2", File.ReadAllText(_path), StringComparison.Ordinal);
#pragma warning disable CA1416 // the tests run on Linux
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_path));
#pragma warning restore CA1416
    }

    [Fact]
    public void Another_passphrase_is_refused()
    {
        SecretException refused = Assert.Throws<SecretException>(() => SecretVault.Open(_path, new Secret("open sesam")));
        Assert.Contains("another passphrase", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_that_have_changed_places_are_noticed()
    {
        string text = File.ReadAllText(_path);
        File.WriteAllText(_path, text.Replace("\"db/shop\"", "\"other\"", StringComparison.Ordinal));
        SecretVault vault = SecretVault.Open(_path, new Secret("open sesame"));
        Assert.Contains("sealed under another name", Assert.Throws<SecretException>(() => vault.Get("other")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_secret_is_never_sealed_in_the_same_way_twice()
    {
        string before = File.ReadAllText(_path);
        SecretVault.Open(_path, new Secret("open sesame")).Set("db/shop", new Secret("hunter2"));
        Assert.NotEqual(before, File.ReadAllText(_path));
    }

    [Fact]
    public void Names_and_removing_need_no_passphrase()
    {
        Assert.Equal(["db/shop", "sudo"], SecretVault.Names(_path));
        Assert.True(SecretVault.Remove(_path, "sudo"));
        Assert.False(SecretVault.Remove(_path, "sudo"));
        Assert.Equal(["db/shop"], SecretVault.Names(_path));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{ "version": 2, "iterations": 1, "salt": "", "check": { "nonce": "", "sealed": "" }, "secrets": {} }""")]
    [InlineData("""{ "version": 1, "iterations": 2000000000, "salt": "", "check": { "nonce": "", "sealed": "" }, "secrets": {} }""")]
    [InlineData("""{ "version": 1, "iterations": 1, "salt": "", "check": { "nonce": "", "sealed": "" }, "secrets": {} }""")]
    public void A_file_that_is_none_of_ours_is_told_and_left(string text)
    {
        File.WriteAllText(_path, text);
        Assert.Throws<SecretException>(() => SecretVault.Open(_path, new Secret("open sesame")));
        Assert.Equal(text, File.ReadAllText(_path));
    }

    public void Dispose() => _folder.Dispose();
}
