using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Tests.Sources.MariaDb.Sql;

public sealed class ServerVersionTests
{
    [Theory]
    [InlineData("10.11.19-MariaDB-0+deb12u1-log", 10, 11, 19, true)]
    [InlineData("5.5.5-10.5.23-MariaDB", 10, 5, 23, true)]
    [InlineData("11.8.2-MariaDB", 11, 8, 2, true)]
    [InlineData("8.0.36", 8, 0, 36, false)]
    [InlineData("8.4.0-log", 8, 4, 0, false)]
    [InlineData("12", 12, 0, 0, false)]
    [InlineData("", 0, 0, 0, false)]
    [InlineData("nonsense.99999999999999999999", 0, 0, 0, false)]
    public void A_version_is_read(string text, int major, int minor, int patch, bool isMariaDb) => Assert.Equal(new ServerVersion(major, minor, patch, isMariaDb), ServerVersion.Parse(text));

    [Fact]
    public void Ten_eleven_is_newer_than_ten_five()
    {
        ServerVersion version = ServerVersion.Parse("10.11.2-MariaDB");

        Assert.True(version.IsAtLeast(10, 5, 9));
        Assert.True(version.IsAtLeast(10, 11, 2));
        Assert.False(version.IsAtLeast(10, 11, 3));
        Assert.False(version.IsAtLeast(11, 0, 0));
    }
}
