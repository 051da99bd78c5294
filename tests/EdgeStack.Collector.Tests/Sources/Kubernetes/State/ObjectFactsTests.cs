using System.Text;
using System.Text.Json;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Kubernetes.State;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.State;

public sealed class ObjectFactsTests
{
    private static readonly string[] Goldens = ["pods.txt", "nodes.txt"];
    private static readonly AllowedLabels Labels = new(["app.kubernetes.io/name"]);

    /// <summary>Whatever a server or what stands before it writes, a pod or node is read, or is none.</summary>
    [Fact]
    public void No_object_at_all_throws_anything_else()
    {
        string[] objects = [.. Goldens.SelectMany(name => JsonDocument.Parse(GoldenCase.Read("Goldens", name).Input).RootElement.EnumerateArray().Select(item => item.GetRawText()))];
        int read = 0;
        Fuzz.Run(objects, text =>
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetBytes(text));
                _ = new Pod(document.RootElement, Labels);
                _ = new Node(document.RootElement, Labels).Kubelet;
                read++;
            }
            catch (Exception expected) when (expected is JsonException or FormatException or InvalidOperationException)
            {
                // What the watch turns into an object that cannot be read.
            }
        });
        Assert.NotEqual(0, read);
    }

    [Theory]
    [InlineData("app.kubernetes.io/name", "label_app_kubernetes_io_name")]
    [InlineData("camelCase", "label_camel_case")]
    [InlineData("v1Beta", "label_v1_beta")]
    [InlineData("HTTPRoute", "label_httproute")]
    [InlineData("ümlaut", "label__mlaut")]
    public void A_label_is_called_as_kube_state_metrics_calls_it(string key, string name) => Assert.Equal(name, Assert.Single(new AllowedLabels([key]).Names));

    [Fact]
    public void Of_two_labels_that_become_one_name_the_first_counts()
    {
        AllowedLabels labels = new(["a-b", "a.b", "c"]);
        Assert.Equal(["label_a_b", "label_c"], labels.Names);
        using JsonDocument values = JsonDocument.Parse("""{ "a.b": "second", "a-b": "first" }""");
        Assert.Equal(["first", ""], labels.ValuesOf(values.RootElement));
    }

    [Theory]
    [InlineData("""{ "addresses": [ { "type": "InternalIP", "address": "192.0.2.4" } ], "daemonEndpoints": { "kubeletEndpoint": { "Port": 10250 } } }""", "https://192.0.2.4:10250/")]
    [InlineData("""{ "addresses": [ { "type": "InternalIP", "address": "2001:db8::4" } ], "daemonEndpoints": { "kubeletEndpoint": { "Port": 10250 } } }""", "https://[2001:db8::4]:10250/")]
    [InlineData("""{ "addresses": [ { "type": "Hostname", "address": "pi4" } ], "daemonEndpoints": { "kubeletEndpoint": { "Port": 10250 } } }""", null)]
    [InlineData("""{ "addresses": [ { "type": "InternalIP", "address": "192.0.2.4" } ] }""", null)]
    [InlineData("""{ "addresses": [ { "type": "InternalIP", "address": "192.0.2.4" } ], "daemonEndpoints": { "kubeletEndpoint": { "Port": 1e300 } } }""", null)]
    [InlineData("""{ "addresses": [ { "type": "InternalIP", "address": "evil/?#" } ], "daemonEndpoints": { "kubeletEndpoint": { "Port": 10250 } } }""", null)]
    public void A_kubelet_answers_where_its_node_says(string status, string? address)
    {
        using JsonDocument node = JsonDocument.Parse($$"""{ "metadata": { "name": "pi4" }, "status": {{status}} }""");
        Assert.Equal(address, new Node(node.RootElement, AllowedLabels.None).Kubelet?.AbsoluteUri);
    }

    [Fact]
    public void The_families_of_all_kinds_have_names_of_their_own()
    {
        StateOptions options = new() { Secrets = true };
        ClusterState state = new(options, TimeProvider.System);
        Assert.Equal(18, state.Kinds.Count);
        Assert.Distinct(state.Kinds.Select(kind => kind.Plural));
        Assert.All(state.Kinds, kind => Assert.False(kind.Write(new SampleWriter()).Listed));
    }
}
