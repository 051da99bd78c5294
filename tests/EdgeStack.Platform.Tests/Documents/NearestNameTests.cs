using EdgeStack.Documents;

namespace EdgeStack.Platform.Tests.Documents;

public sealed class NearestNameTests
{
    private static readonly string[] Fields = ["host", "hosts", "path", "match", "service", "services", "priority", "middlewares"];

    [Theory]
    [InlineData("hosst", "host")]
    [InlineData("HOST", "host")]
    [InlineData("sevrice", "service")]
    [InlineData("middleware", "middlewares")]
    [InlineData("prioirty", "priority")]
    public void A_misspelt_name_finds_the_one_that_was_meant(string written, string meant) => Assert.Equal(meant, NearestName.Of(written, Fields));

    [Theory]
    [InlineData("banana")]
    [InlineData("x")]
    [InlineData("")]
    public void A_name_that_resembles_none_finds_none(string written) => Assert.Null(NearestName.Of(written, Fields));

    [Fact]
    public void Without_a_near_name_a_short_list_of_all_is_suggested() =>
        Assert.Equal("known here: version, routes", NearestName.Suggestion("banana", ["version", "routes"]));
}
