using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Sources.Host.Kernel;

namespace EdgeStack.Collector.Tests.Sources.Host.Kernel;

public sealed class BuildFactsTests
{
    [Fact]
    public void The_program_does_not_pass_itself_off_as_another() => Assert.Matches(
        """^node_exporter_build_info\{version="edgestack-collector-\d+\.\d+\.\d+"(,revision="[0-9a-f]+")?,goos="linux",goarch="(amd64|arm64|arm)"\} 1$""",
        Reading.Of(new SampleWriter(), samples => new BuildFacts().Read(new HostRoots(), samples)).Text.TrimEnd().Split('\n')[^1]);
}
