using EdgeStack.Provisioning.Drafting;

namespace EdgeStack.Provisioning.Tests.Drafting;

public sealed class HostPatternTests
{
    [Theory]
    [InlineData("pi", "pi")]
    [InlineData("web[1:3]", "web1 web2 web3")]
    [InlineData("web[08:11].lan", "web08.lan web09.lan web10.lan web11.lan")]
    [InlineData("db-[a:c]", "db-a db-b db-c")]
    [InlineData("r[1:2]-[0:10:5]", "r1-0 r1-5 r1-10 r2-0 r2-5 r2-10")]
    [InlineData("192.16.35.[10:11]", "192.16.35.10 192.16.35.11")]
    public void A_range_is_written_out(string pattern, string expected) => Assert.Equal(expected, string.Join(' ', HostPattern.Expand(pattern)!));

    [Theory]
    [InlineData("web[3:1]")]
    [InlineData("web[1:3")]
    [InlineData("web[x]")]
    [InlineData("web[1:9:0]")]
    [InlineData("web[0:2000000000]")]
    [InlineData("[1:99][1:99]")]
    public void What_is_no_range_or_too_large_is_refused(string pattern) => Assert.Null(HostPattern.Expand(pattern));
}
