using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Routes.Tests.Middlewares;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("1s", 1000)]
    [InlineData("500ms", 500)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("1h2m3s4ms", 3_723_004)]
    [InlineData("10", 10_000)]
    [InlineData("0", 0)]
    public void A_duration_is_read(string written, double milliseconds)
    {
        Assert.True(GoDuration.TryParse(written, out TimeSpan duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("1d")]
    [InlineData("1m30")]
    [InlineData("-1s")]
    [InlineData("1..5s")]
    [InlineData(" 1s")]
    [InlineData("99999999999999999999h")]
    [InlineData("1h99999999999999999999999h")]
    public void What_is_none_is_refused(string written) => Assert.False(GoDuration.TryParse(written, out _));
}
