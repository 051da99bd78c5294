using System.Collections;
using EdgeStack.Provisioning.Local;

namespace EdgeStack.Provisioning.Tests.Local;

public sealed class ProgramEnvironmentTests
{
    [Theory]
    [InlineData("PATH", true)]
    [InlineData("LC_ALL", true)]
    [InlineData("DOTNET_ROOT", true)]
    [InlineData("KUBECONFIG", false)]
    [InlineData("CLOUDFLARE_API_TOKEN", false)]
    [InlineData("ASPNETCORE_URLS", false)]
    [InlineData("EDGESTACK__LISTENERS__PUBLIC", false)]
    [InlineData("http_proxy", false)]
    public void Only_what_the_gateway_needs_of_the_environment_reaches_it(string name, bool passed)
    {
        Hashtable inherited = new() { [name] = "value" };

        Assert.Equal(passed, !ProgramEnvironment.Without(inherited).ContainsKey(name));
    }
}
