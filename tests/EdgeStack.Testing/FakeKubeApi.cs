using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeStack.Testing;

/// <summary>
/// An API server in this process: real HTTP on a free loopback port, objects with versions, paged lists, watches, discovery, and
/// faults on demand. Watches are quiet unless something changes: a bookmark comes only from <see cref="SendBookmarks"/>.
/// </summary>
public sealed class FakeKubeApi : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeKubeApiState _state = new();
    private WebApplication? _host;

    private FakeKubeApi()
    {
    }

    /// <summary>The same for the whole life, also after <see cref="ComeBackAsync"/>.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>Every request so far, in order.</summary>
    public IReadOnlyList<FakeKubeApiRequest> Requests => _state.Requests;

    /// <summary>Lists answer at most this many items per page, whatever the client asks for.</summary>
    public int MaximumPage
    {
        get => _state.MaximumPage;
        set => _state.MaximumPage = value;
    }

    /// <summary>Where it says that it listens: an address and a port; null: where it does.</summary>
    public string? ServerAddress
    {
        get => _state.ServerAddress;
        set => _state.ServerAddress = value;
    }

    /// <summary>Pages beside the versions, such as <c>/metrics</c>, and what they answer.</summary>
    public IDictionary<string, RequestDelegate> Pages => _state.Pages;

    /// <summary>What it shows from the next <see cref="ComeBackAsync"/> on; null: no TLS.</summary>
    public X509Certificate2? Certificate { get; set; }

    public static async Task<FakeKubeApi> StartAsync(bool servesEndpointSlices = true, X509Certificate2? certificate = null)
    {
        FakeKubeApi api = new() { Certificate = certificate };
        api._state.Serve("v1", ["configmaps", "services", "endpoints", "secrets", "events", "namespaces"]);
        api._state.Serve("coordination.k8s.io/v1", ["leases"]);
        if (servesEndpointSlices)
            api.Serve("discovery.k8s.io/v1", "endpointslices");
        await api.ComeBackAsync();
        return api;
    }

    /// <summary>Adds a group to what is discovered and served.</summary>
    public void Serve(string groupVersion, params string[] plurals) => _state.Serve(groupVersion, plurals);

    /// <summary>From now on 404.</summary>
    public void StopServing(string groupVersion) => _state.Serve(groupVersion, null);

    /// <param name="folder">Where it is written; an authority in <c>ca.crt</c> there is believed.</param>
    /// <param name="token">The bearer token.</param>
    /// <param name="through">Another way to this server.</param>
    /// <returns>The path of a kubeconfig for this server, with a namespace <c>apps</c> in its context.</returns>
    public string WriteKubeconfig(string folder, string token = "fake-token", Uri? through = null)
    {
        string authority = Certificate is null ? "" : $", certificate-authority: \"{Path.Combine(folder, "ca.crt")}\"";
        string path = Path.Combine(folder, $"kubeconfig-{Address.Port}");
        File.WriteAllText(path, $$"""
            apiVersion: v1
            kind: Config
            clusters: [ { name: fake, cluster: { server: "{{through ?? Address}}"{{authority}} } } ]
            users: [ { name: tester, user: { token: "{{token}}" } } ]
            contexts: [ { name: fake, context: { cluster: fake, user: tester, namespace: apps } } ]
            current-context: fake
            """);
        return path;
    }

    /// <returns>The new resourceVersion, as from the other writing methods.</returns>
    public string UpsertConfigMap(
        string @namespace, string name, IReadOnlyDictionary<string, string>? labels, IReadOnlyDictionary<string, string> data) =>
        Upsert("configmaps", FakeKubeApiManifests.ConfigMap(@namespace, name, labels, data));

    public string UpsertService(string @namespace, string name, params (string Name, int Port, string TargetPort)[] ports) =>
        Upsert("services", FakeKubeApiManifests.Service(@namespace, name, "ClusterIP", null, null, ports));

    public string UpsertHeadlessService(string @namespace, string name, params (string Name, int Port, string TargetPort)[] ports) =>
        Upsert("services", FakeKubeApiManifests.Service(@namespace, name, "ClusterIP", null, "None", ports));

    public string UpsertExternalNameService(string @namespace, string name, string externalName) =>
        Upsert("services", FakeKubeApiManifests.Service(@namespace, name, "ExternalName", externalName, null, []));

    public string UpsertEndpoints(string @namespace, string name, string portName, int port, string[] ready, string[]? notReady = null) =>
        Upsert("endpoints", FakeKubeApiManifests.Endpoints(@namespace, name, portName, port, ready, notReady ?? []));

    public string UpsertEndpointSlice(
        string @namespace, string name, string service, string portName, int port,
        string[] ready, string[]? notReady = null, string addressType = "IPv4") =>
        Upsert(
            "endpointslices",
            FakeKubeApiManifests.EndpointSlice(@namespace, name, service, addressType, portName, port, ready, notReady ?? []));

    /// <summary>Any object; it needs <c>metadata.name</c>. Version, uid and creation time are filled in.</summary>
    public string Upsert(string plural, JsonObject item) => _state.Upsert(plural, item);

    public void Delete(string plural, string @namespace, string name) => _state.Delete(plural, @namespace, name);

    public void DeleteConfigMap(string @namespace, string name) => Delete("configmaps", @namespace, name);

    public void DeleteService(string @namespace, string name) => Delete("services", @namespace, name);

    public void DeleteEndpoints(string @namespace, string name) => Delete("endpoints", @namespace, name);

    public void DeleteEndpointSlice(string @namespace, string name) => Delete("endpointslices", @namespace, name);

    /// <summary>What is stored, for example what a client created.</summary>
    public IReadOnlyList<JsonObject> Objects(string plural, string? @namespace = null) => _state.List(plural, @namespace, "").Items;

    /// <summary>Anything but this bearer token gets 401; null: anyone is welcome, as at the start.</summary>
    public void RequireToken(string? token) => _state.Token = token;

    /// <summary>The next request of this verb and resource gets the beginning of its answer, and then nothing until the client leaves.</summary>
    public void StallNext(string verb, string plural, string beginning) => _state.Fail(new(1, verb, plural, async context =>
    {
        await context.Response.WriteAsync(beginning);
        await context.Response.Body.FlushAsync();
        await FakeKubeApiHandler.UntilLeftAsync(context);
    }));

    /// <summary>The next requests (of one verb and resource, when given) get this status instead of an answer.</summary>
    public void FailNext(int count, int status, TimeSpan? retryAfter = null, string? verb = null, string? plural = null) => _state.Fail(new(count, verb, plural, context =>
    {
        if (retryAfter is { } wait)
            context.Response.Headers.RetryAfter = wait.TotalSeconds.ToString("0");
        return FakeKubeApiHandler.StatusAsync(context, status, $"scripted {status}");
    }));

    /// <summary>The next request of this verb gets this status and is told to come back at a time.</summary>
    public void FailNextUntil(DateTimeOffset time, int status, string verb) => _state.Fail(new(1, verb, null, context =>
    {
        context.Response.Headers.RetryAfter = time.ToString("R");
        return FakeKubeApiHandler.StatusAsync(context, status, $"scripted {status}");
    }));

    /// <summary>The next request of this verb (and resource, when given) gets 200 and this text.</summary>
    public void AnswerNextWith(string text, string verb, string? plural = null) => _state.Fail(new(1, verb, plural, context => context.Response.WriteAsync(text)));

    /// <summary>The next request of this verb (and resource, when given) gets no answer until the client leaves.</summary>
    public void HangNext(string verb, string? plural = null) => _state.Fail(new(1, verb, plural, FakeKubeApiHandler.UntilLeftAsync));

    /// <summary>Ends open watches as a server does when their time is up.</summary>
    public void CloseWatches() => _state.EndWatches(cut: false);

    /// <summary>Tears down the connections of open watches.</summary>
    public void CutWatches() => _state.EndWatches(cut: true);

    /// <summary>The next watches are closed as soon as they are open.</summary>
    public void CloseNextWatchesAtOnce(int count) => _state.CloseAtOnce(count);

    /// <summary>Open watches stay connected and never hear anything again.</summary>
    public void GoSilent() => _state.AbandonWatches();

    /// <summary>Open watches get an ERROR event with code 410 and end.</summary>
    public void ExpireWatches() =>
        _state.EndWatches(cut: false, FakeKubeApiEvent.LineOf("ERROR", FakeKubeApiHandler.Status(410, "too old resource version")));

    /// <summary>Open watches get this text as it is and end.</summary>
    public void EndWatchesWith(string text) => _state.EndWatches(cut: false, text);

    /// <summary>Open watches of this resource get this text as it is, and go on.</summary>
    public void SendToWatches(string plural, string text) => _state.SendToWatches(plural, _ => text);

    /// <summary>Open watches of this resource hear how far the server is.</summary>
    public void SendBookmarks(string plural) => _state.SendToWatches(plural, version => FakeKubeApiEvent.LineOf(
        "BOOKMARK", new() { ["metadata"] = new JsonObject { ["resourceVersion"] = version.ToString() } }));

    /// <summary>Forgets the past: watches from any earlier version get 410, as a status or as an event in a stream.</summary>
    public void ForgetHistory(bool tellInStream = false)
    {
        _state.TellsExpiryInStream = tellInStream;
        _state.Compact();
    }

    /// <summary>The next request for a further page of a list gets 410.</summary>
    public void ExpireContinueToken() => _state.ContinueTokensExpired = true;

    /// <summary>As after restoring a backup: the version counter is at an earlier point.</summary>
    public void TurnVersionsBackTo(long version) => _state.TurnBackTo(version);

    public int OpenWatches(string plural) => _state.OpenWatches(plural);

    /// <summary>Returns once this many watches of a resource are open.</summary>
    public Task UntilWatchedAsync(string plural, int watches = 1) => _state.UntilWatchedAsync(plural, watches).WaitAsync(Patience);

    /// <summary>Returns once this many requests of a verb have arrived since the start.</summary>
    public Task UntilRequestedAsync(string verb, int times) =>
        _state.UntilRequestedAsync(verb, times).WaitAsync(Patience);

    /// <summary>Connections are refused from here on.</summary>
    public async Task GoAwayAsync()
    {
        if (_host is null)
            return;
        _state.EndWatches(cut: true);
        await _host.StopAsync();
        await _host.DisposeAsync();
        _host = null;
    }

    /// <summary>Undoes <see cref="GoAwayAsync"/>, on the same port and with the same objects.</summary>
    public async Task ComeBackAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Address.Port, listen =>
        {
            if (Certificate is { } certificate)
                listen.UseHttps(certificate);
        }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        _host = builder.Build();
        _host.Run(new FakeKubeApiHandler(_state).HandleAsync);
        await _host.StartAsync();
        Address = new(_host.Urls.First());
    }

    public async ValueTask DisposeAsync() => await GoAwayAsync();
}
