using System.Text;
using EdgeStack.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Proxying;

public sealed class RequestFieldsTests
{
    [Theory]
    [InlineData("Header(`X-City`, `Köln`)", "K\u00c3\u00b6ln", true)]
    [InlineData("Header(`X-City`, `Köln`)", "K\u00f6ln", false)]
    [InlineData("Header(`X-City`, `Koeln`)", "Koeln", true)]
    [InlineData("HeaderRegexp(`X-City`, `^K.ln$`)", "K\u00c3\u00b6ln", true)]
    [InlineData("HeaderRegexp(`X-City`, `^K.ln$`)", "K\u00f6ln", true)]
    [InlineData("HeaderRegexp(`X-City`, `öln`)", "K\u00c3\u00b6ln", true)]
    [InlineData("HeaderRegexp(`X-City`, `öln`)", "K\u00f6ln", true)]
    [InlineData("HeaderRegexp(`X-City`, `\u00c3`)", "K\u00c3\u00b6ln", false)]
    [InlineData("HeaderRegexp(`X-City`, `^\U0001f600$`)", "\u00f0\u009f\u0098\u0080", true)]
    public async Task A_header_is_compared_as_the_utf8_that_it_is(string rule, string bytes, bool holds)
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $$"""{ match: '{{rule}}', service: "http://127.0.0.1:{{backend.Port}}" }"""));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        string answer = await RawRequest.SendAsync(gateway.Public, Encoding.Latin1.GetBytes($"GET / HTTP/1.1\r\nHost: a.example\r\nX-City: {bytes}\r\nConnection: close\r\n\r\n"));
        Assert.StartsWith($"HTTP/1.1 {(holds ? 200 : 404)} ", answer, StringComparison.Ordinal);
    }
}
