using System.Text;
using System.Text.Json;
using CsCheck;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Kubernetes.ApiServer;
using EdgeStack.Collector.Sources.Kubernetes.Kubelet;
using EdgeStack.Collector.Sources.Kubernetes.MetricPages;
using EdgeStack.Collector.Sources.Kubernetes.State;
using EdgeStack.Kubernetes;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.Kubelet;

public sealed class LineFilterTests
{
    private const string Uid = "e4d05b49-393a-44d5-a994-bade8d5ea7f1", Container = "6f9c18e6", Sandbox = "7829ceea", Init = "11aa", Hash = "c0ffee";

    [Theory]
    [InlineData("""machine_cpu_cores{boot_id="b",machine_id="m",system_uuid="u"} 4""", """machine_cpu_cores{boot_id="b",machine_id="m",system_uuid="u",node="pi4"} 4""")]
    [InlineData("machine_cpu_cores 4 1795967753879", """machine_cpu_cores{node="pi4"} 4""")]
    [InlineData("machine_cpu_cores\t4\t1795967753879", """machine_cpu_cores{node="pi4"} 4""")]
    [InlineData("""machine_cpu_cores { machine_id = "m" , } 4""", """machine_cpu_cores{machine_id="m",node="pi4"} 4""")]
    [InlineData("""machine_cpu_cores{unknown="x",machine_id="a\"b\\c\nd}"} 1.5e3""", """machine_cpu_cores{machine_id="a\"b\\c\nd}",node="pi4"} 1500""")]
    [InlineData("machine_cpu_cores +Inf", """machine_cpu_cores{node="pi4"} +Inf""")]
    [InlineData("machine_cpu_cores NaN", """machine_cpu_cores{node="pi4"} NaN""")]
    [InlineData("# HELP machine_cpu_cores x", "")]
    [InlineData("", "")]
    [InlineData("machine_cpu_coresx 4", "")]
    [InlineData("machine_cpu_core 4", "")]
    public void A_line_that_is_kept_loses_its_time_and_gets_its_node(string line, string sample) => Assert.Equal((sample, 0), Take(line));

    [Theory]
    [InlineData("machine_cpu_cores ")]
    [InlineData("machine_cpu_cores four")]
    [InlineData("machine_cpu_cores 1,5")]
    [InlineData("machine_cpu_cores{")]
    [InlineData("machine_cpu_cores{machine_id")]
    [InlineData("machine_cpu_cores{machine_id=")]
    [InlineData("machine_cpu_cores{machine_id=m} 4")]
    [InlineData("""machine_cpu_cores{machine_id="m} 4""")]
    [InlineData("""machine_cpu_cores{machine_id="m\""")]
    [InlineData("""machine_cpu_cores{machine_id="m"} """)]
    public void A_line_that_is_wrong_is_left_out_and_counted(string line) => Assert.Equal(("", 1), Take(line));

    [Theory]
    [InlineData($"/kubepods/burstable/pod{Uid}/{Container}", "web", "docker.io/shop:1", Container, "shop", "shop-1")]
    [InlineData($"/kubepods/burstable/pod{Uid}/{Init}", "init", "docker.io/init:1", Init, "shop", "shop-1")]
    [InlineData($"/kubepods/burstable/pod{Uid}/{Sandbox}", "", "", "", "shop", "shop-1")]
    [InlineData($"/kubepods/burstable/pod{Uid}", "", "", "", "shop", "shop-1")]
    [InlineData("/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pode4d05b49_393a_44d5_a994_bade8d5ea7f1.slice/cri-containerd-6f9c18e6.scope", "web", "docker.io/shop:1", Container, "shop", "shop-1")]
    [InlineData($"/kubepods/pod{Hash}", "", "", "", "kube-system", "static")]
    [InlineData("/kubepods/podunknown/unknown", "", "", "", "", "")]
    public void Labels_that_the_kubelet_leaves_empty_follow_from_the_path(string path, string container, string image, string name, string space, string pod)
    {
        static string Label(string key, string value) => value.Length == 0 ? "" : $"{key}=\"{value}\",";
        Assert.Equal(
            ($"container_memory_rss{{{Label("container", container)}id=\"{path}\",{Label("image", image)}{Label("name", name)}{Label("namespace", space)}{Label("pod", pod)}node=\"pi4\"}} 7", 0),
            Take($$"""container_memory_rss{container="",id="{{path}}",image="",name="",namespace="",pod=""} 7 1795967753879"""));
    }

    [Fact]
    public void Labels_that_the_kubelet_knows_stay_as_they_are()
    {
        const string Line = $$"""container_memory_rss{container="other",id="/kubepods/pod{{Uid}}/{{Container}}",image="i",name="n",namespace="s",pod="p"} 7""";
        Assert.Equal((Line.Replace("} 7", ",node=\"pi4\"} 7", StringComparison.Ordinal), 0), Take(Line));
    }

    [Fact]
    public void Services_of_the_node_are_not_shown_and_the_whole_node_is()
    {
        Assert.Equal(("", 0), Take("""container_memory_rss{id="/system.slice/ssh.service"} 7"""));
        Assert.Equal(("""container_memory_rss{id="/",node="pi4"} 7""", 0), Take("""container_memory_rss{id="/"} 7"""));
    }

    [Fact]
    public void Any_value_of_a_label_comes_out_as_it_went_in() => Gen.String.Where(value => !value.Contains('\0', StringComparison.Ordinal)).Sample(value =>
    {
        StringBuilder escaped = new();
        LabelValue.Append(escaped, value);
        string expected = escaped.Length == 0 ? "machine_cpu_cores{node=\"pi4\"} 4" : $"machine_cpu_cores{{machine_id=\"{escaped}\",node=\"pi4\"}} 4";
        Assert.Equal((expected, 0), Take($"machine_cpu_cores{{machine_id=\"{escaped}\"}} 4"));
    });

    [Fact]
    public void No_line_at_all_throws()
    {
        SampleWriter samples = new();
        LineFilter filter = new(samples, Pods(), new KnownTexts(), KubeletPages.Cadvisor, "pi4");
        string[] corpus =
        [
            """machine_cpu_cores{boot_id="b",machine_id="a\"b\\c\nd}",system_uuid="u"} 4 1795967753879""",
            $$"""container_network_receive_bytes_total{container="",id="/kubepods/pod{{Uid}}/{{Container}}",image="",interface="eth0",name="",namespace="",pod=""} 1.5e+09 179""",
        ];
        Fuzz.Run(corpus, text =>
        {
            samples.Begin();
            filter.Take(Encoding.UTF8.GetBytes(text));
            samples.Take();
        });
    }

    [Fact]
    public void Lines_that_were_there_before_make_nothing_anew()
    {
        SampleWriter samples = new();
        KnownTexts texts = new();
        LineFilter filter = new(samples, Pods(), texts, KubeletPages.Cadvisor, "pi4");
        byte[][] lines = [.. Enumerable.Range(0, 200).Select(i => Encoding.UTF8.GetBytes(
            $$"""container_memory_rss{container="",id="/kubepods/pod{{Uid}}/{{Container}}",image="x{{i}}",name="",namespace="",pod=""} {{i}} 1795967753879"""))];
        Assert.Equal(0, Allocated.By(() =>
        {
            samples.Begin();
            foreach (byte[] line in lines)
                filter.Take(line);
            texts.Next();
        }));
        Assert.True(texts.Count is >= 200 and < 210, $"{texts.Count} texts are kept");
    }

    [Fact]
    public void Texts_that_are_not_read_any_more_are_forgotten()
    {
        KnownTexts texts = new();
        for (int round = 0; round < 10; round++)
        {
            for (int i = 0; i < 100; i++)
                Assert.Same(texts.Of(Encoding.UTF8.GetBytes($"ü{round}-{i}")), texts.Of(Encoding.UTF8.GetBytes($"ü{round}-{i}")));
            texts.Next();
        }

        Assert.Equal(100, texts.Count);
    }

    [Fact]
    public void No_family_is_taken_from_two_pages()
    {
        string[] names = [.. KubeletPages.All.SelectMany(page => page.Families).Select(family => family.Family.Name), .. ApiServerPage.All.Select(kept => kept.Family.Name).Distinct()];
        Assert.Distinct(names);
        Assert.DoesNotContain(names, name => name.StartsWith("kube_", StringComparison.Ordinal));
    }

    private static (string Sample, int Wrong) Take(string line)
    {
        int wrong = 0;
        Reading reading = Reading.Of(new SampleWriter(), samples =>
        {
            wrong = new LineFilter(samples, Pods(), new KnownTexts(), KubeletPages.Cadvisor, "pi4").Take(Encoding.UTF8.GetBytes(line)) ? 0 : 1;
            return SourceOutcome.Ok;
        });
        return (string.Join('\n', reading.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(text => !text.StartsWith('#'))), wrong);
    }

    private static PodIndex Pods()
    {
        using JsonDocument pods = JsonDocument.Parse($$"""
            [ { "metadata": { "name": "shop-1", "namespace": "shop", "uid": "{{Uid}}" }, "status": {
                  "containerStatuses": [ { "name": "web", "image": "docker.io/shop:1", "containerID": "containerd://{{Container}}" }, { "name": "waits" } ],
                  "initContainerStatuses": [ { "name": "init", "image": "docker.io/init:1", "containerID": "containerd://{{Init}}" } ] } },
              { "metadata": { "name": "static", "namespace": "kube-system", "uid": "mirror", "annotations": { "kubernetes.io/config.hash": "{{Hash}}" } } } ]
            """);
        ObjectTable<Pod> table = new(TimeProvider.System);
        table.Apply(new Change<Pod>.Listed([.. pods.RootElement.EnumerateArray().Select(pod => new Pod(pod, AllowedLabels.None))]));
        return PodIndex.Of(table);
    }
}
