using EdgeStack.Provisioning.Commands;

namespace EdgeStack.Provisioning.Tests.Commands;

public sealed class TokenFileTests
{
    [Theory]
    [InlineData("abc-._~+/=XYZ09\n", "abc-._~+/=XYZ09")]
    [InlineData("", null)]
    [InlineData(" \n", null)]
    [InlineData("two words", null)]
    [InlineData("one\r\nX-Injected: yes", null)]
    [InlineData("naïve", null)]
    public void Only_one_well_formed_token_is_taken(string content, string? expected)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("token", content);

        bool read = TokenFile.TryRead(file, out string? token, out string? why);

        Assert.Equal(expected is not null, read);
        Assert.Equal(expected, token);
        Assert.Equal(expected is null, why is not null);
    }

    [Fact]
    public void The_token_itself_is_never_in_the_message()
    {
        using TemporaryFolder folder = new();

        TokenFile.TryRead(folder.Write("token", "secret one"), out _, out string? why);

        Assert.DoesNotContain("secret", why, StringComparison.Ordinal);
    }
}
