using EdgeStack.Provisioning.Cloudflare;

namespace EdgeStack.Provisioning.Tests.Cloudflare;

public sealed class ApiTokenTests
{
    [Theory]
    [InlineData("", "is empty")]
    [InlineData("  \n", "is empty")]
    [InlineData("short", "holds no API token: that is one word of about 40 letters")]
    [InlineData("two words-of-which-none-is-a-token", "holds more than one word")]
    [InlineData("letters-that-do-not-belong-thére-0123456789", "holds no API token")]
    [InlineData("eyJhIjoiNjk5ZDk4NjQyYzU2NGQyZTg1NWU5NjYxODk5YjcyNTIifQ", "holds a tunnel's token; wanted is an API token")]
    public void What_is_no_token_is_refused_with_what_it_is_and_without_a_letter_of_it(string text, string why)
    {
        Assert.False(ApiToken.TryRead(text, "the file", out _, out string? said));
        Assert.StartsWith($"the file {why}", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_is_read_with_the_blanks_of_a_file_around_it_and_never_written_out_by_accident()
    {
        Assert.True(ApiToken.TryRead($"\n \"{FakeCloudflare.Token}\" \n", "the file", out ApiToken? token, out _));
        Assert.Equal(FakeCloudflare.Token, token.Text);
        Assert.Equal("API token (the file)", $"{token}");
    }
}
