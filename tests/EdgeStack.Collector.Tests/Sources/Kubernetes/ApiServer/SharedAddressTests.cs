using System.Collections.Concurrent;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Kubernetes.ApiServer;
using EdgeStack.Kubernetes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.ApiServer;

/// <summary>Several API servers behind one address, of which every connection gets another.</summary>
public sealed class SharedAddressTests
{
    [Fact]
    public async Task As_long_as_the_connection_lasts_the_same_server_is_shown_whatever_is_asked_beside()
    {
        await using Servers servers = await Servers.StartAsync();
        string?[] shown = new string?[3];
        for (int i = 0; i < shown.Length; i++)
        {
            // Others take connections of their own, and leave them to whoever comes next.
            Task<bool>[] others = [.. Enumerable.Range(0, 4).Select(_ => servers.Api.ServesAsync("v1", "pods", TestContext.Current.CancellationToken))];
            shown[i] = Assert.Single(servers.Instances(await servers.ReadAsync()));
            await Task.WhenAll(others);
        }

        Assert.Single(shown.Distinct());
        Assert.True(servers.Connections > 1, "the others had the same connection");
    }

    [Fact]
    public async Task Another_server_that_answers_later_is_shown_under_its_own_name()
    {
        await using Servers servers = await Servers.StartAsync();
        string first = Assert.Single(servers.Instances(await servers.ReadAsync()));
        servers.ClosesAfter = [Servers.Page, Servers.Versions];
        await servers.ReadAsync();
        servers.ClosesAfter = [];
        Reading reading = await servers.ReadAsync();
        Assert.IsType<SourceOutcome.Read>(reading.Outcome);
        Assert.NotEqual(first, Assert.Single(servers.Instances(reading)));
    }

    [Fact]
    public async Task A_page_of_which_nobody_knows_whose_it_is_is_not_shown()
    {
        await using Servers servers = await Servers.StartAsync();
        servers.ClosesAfter = [Servers.Page];
        Reading reading = await servers.ReadAsync();
        Assert.Matches("^another API server, 192.0.2.[0-9]+:6443, answered while 192.0.2.[0-9]+:6443 was read$", Assert.IsType<SourceOutcome.Failed>(reading.Outcome).Why);
        Assert.Empty(reading.Text);
    }

    [Fact]
    public async Task A_page_that_is_left_at_a_limit_is_shown_so_far_though_nobody_can_be_asked_whose_the_rest_is()
    {
        await using Servers servers = await Servers.StartAsync(new ApiServerOptions { MaximumSamples = 1 });
        // More than is read of an answer to keep its connection.
        servers.Rest = string.Concat(Enumerable.Repeat("go_goroutines 1\n", 1_000_000));
        Reading reading = await servers.ReadAsync();
        Assert.Equal("the rest of the API server's page is not shown: more than 1 of its samples would be shown", Assert.IsType<SourceOutcome.Failed>(reading.Outcome).Why);
        Assert.Single(servers.Instances(reading));
    }

    private sealed class Servers : IAsyncDisposable
    {
        public const string Page = "/metrics", Versions = "/api";

        private readonly TemporaryFolder _folder = new();
        private readonly ConcurrentDictionary<string, int> _connections = new(StringComparer.Ordinal);
        private readonly SampleWriter _samples = new();
        private TestBackend? _backend;
        private ApiServerSource? _source;
        private int _started;

        public KubernetesApi Api { get; private set; } = null!;

        public int Connections => _connections.Count;

        /// <summary>After these answers the connection is closed.</summary>
        public IReadOnlyCollection<string> ClosesAfter { get; set; } = [];

        /// <summary>What stands on the page besides.</summary>
        public string Rest { get; set; } = "";

        public static async Task<Servers> StartAsync(ApiServerOptions? options = null)
        {
            Servers servers = new();
            servers._backend = await TestBackend.StartAsync(servers.AnswerAsync);
            string kubeconfig = servers._folder.Write("kubeconfig", $$"""
                { "apiVersion": "v1", "kind": "Config", "current-context": "c", "clusters": [ { "name": "c", "cluster": { "server": "{{servers._backend.Address}}" } } ],
                  "users": [ { "name": "u", "user": { "token": "t" } } ], "contexts": [ { "name": "c", "context": { "cluster": "c", "user": "u" } } ] }
                """);
            servers.Api = KubernetesApi.Connect(new() { Kubeconfig = kubeconfig }, TimeProvider.System, NullLoggerFactory.Instance);
            servers._source = new ApiServerSource(servers.Api, ClusterScene.Alone, options ?? new ApiServerOptions(), ClusterScene.Every);
            return servers;
        }

        public async Task<Reading> ReadAsync()
        {
            _samples.Begin();
            return Reading.Now(_samples, await _source!.ReadAsync(_samples, TestContext.Current.CancellationToken));
        }

        /// <summary>Whose processor times are shown; each server's is its number.</summary>
        public IEnumerable<string> Instances(Reading reading)
        {
            foreach (int server in _connections.Values.Distinct())
            {
                string instance = $"192.0.2.{server}:6443";
                if (reading[$$"""process_cpu_seconds_total{job="apiserver",instance="{{instance}}"}"""] is { } value)
                {
                    Assert.Equal($"{server}", value);
                    yield return instance;
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            Api.Dispose();
            await _backend!.DisposeAsync();
            _folder.Dispose();
        }

        private Task AnswerAsync(HttpContext context)
        {
            int server = _connections.GetOrAdd(context.Connection.Id, _ => Interlocked.Increment(ref _started));
            string path = context.Request.Path.Value!;
            context.Response.Headers.Connection = ClosesAfter.Contains(path) ? "close" : "keep-alive";
            return context.Response.WriteAsync(path switch
            {
                Page => $"process_cpu_seconds_total {server}\n{Rest}",
                Versions => $$"""{ "serverAddressByClientCIDRs": [ { "serverAddress": "192.0.2.{{server}}:6443" } ] }""",
                _ => """{ "resources": [ { "name": "pods" } ] }""",
            });
        }
    }
}
