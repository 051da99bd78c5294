using EdgeStack.Provisioning.Commands;

namespace EdgeStack.Provisioning.Tests.Commands;

public sealed class SecretsTests : IDisposable
{
    private readonly CommandHost _host = new();

    [Fact]
    public async Task A_secret_is_kept_named_and_removed_and_never_shown()
    {
        _host.HasTerminal = true;
        foreach (string answer in (string[])["open sesame", "open sesame", "hunter2\n", "open sesame", "hunter3"])
            _host.Secrets.Enqueue(answer);

        Assert.Equal(ExitCode.Fine, await _host.RunAsync("secrets", "set", "db/shop"));
        Assert.Equal(ExitCode.Fine, await _host.RunAsync("secrets", "set", "sudo"));
        Assert.Equal(ExitCode.Fine, await _host.RunAsync("secrets", "list"));
        Assert.Equal("db/shop\nsudo\n", _host.Output.ToString());
        Assert.Equal(ExitCode.Usage, await _host.RunAsync("secrets", "rm", "db/shp"));
        Assert.Contains("did you mean 'db/shop'?", _host.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Fine, await _host.RunAsync("secrets", "rm", "db/shop"));
        Assert.DoesNotContain("hunter", _host.Error.ToString() + _host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_different_passphrases_make_no_vault()
    {
        _host.HasTerminal = true;
        foreach (string answer in (string[])["open sesame", "open sesam"])
            _host.Secrets.Enqueue(answer);

        Assert.Equal(ExitCode.Usage, await _host.RunAsync("secrets", "set", "db/shop"));
        Assert.False(File.Exists(_host.Folder.File(".edgestack/secrets.json")));
    }

    [Fact]
    public async Task Without_a_terminal_standard_input_is_the_secret_and_the_environment_has_the_passphrase()
    {
        _host.Secret = "hunter2\n";
        Assert.Equal(ExitCode.Usage, await _host.RunAsync("secrets", "set", "db/shop"));
        Assert.Contains("EDGESTACK_SECRETS_PASSPHRASE", _host.Error.ToString(), StringComparison.Ordinal);

        _host.Variables["EDGESTACK_SECRETS_PASSPHRASE"] = "open sesame";
        Assert.Equal(ExitCode.Fine, await _host.RunAsync("secrets", "set", "db/shop"));
        _host.Variables["EDGESTACK_SECRETS_PASSPHRASE"] = "open sesam";
        Assert.Equal(ExitCode.Failure, await _host.RunAsync("secrets", "set", "db/shop"));
        Assert.Contains("it is another passphrase", _host.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-x")]
    [InlineData("a b")]
    [InlineData("$(id)")]
    public async Task A_name_that_an_inventory_could_not_write_is_refused(string name)
    {
        Assert.Equal(ExitCode.Usage, await _host.RunAsync("secrets", "set", "--", name));
        Assert.StartsWith($"error: secrets set: '{name}' is no name", _host.Error.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _host.Dispose();
}
