using System.Text.Json.Nodes;
using EdgeStack.Gateway.Access;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Gateway.Tests.Access;

/// <summary>What stands at Cloudflare: it tells the keys of every team, or fails as it is told to.</summary>
internal sealed class KeyServer : IAsyncDisposable
{
    private volatile RequestDelegate _answer;
    private TestBackend? _backend;

    private KeyServer(RequestDelegate answer) => _answer = answer;

    /// <summary>Whose keys were asked for, in the order of arrival.</summary>
    public IReadOnlyList<string> Asked => [.. Backend.Requests.Select(request => request.RawTarget[1..])];

    /// <summary>The answer from now on.</summary>
    public RequestDelegate Answer
    {
        set => _answer = value;
    }

    private TestBackend Backend => _backend ?? throw new InvalidOperationException("it has not been started");

    public static async Task<KeyServer> StartAsync(params SigningKey[] keys)
    {
        KeyServer server = new(Telling(keys));
        server._backend = await TestBackend.StartAsync(context => server._answer(context));
        return server;
    }

    /// <summary>Tells these keys from now on.</summary>
    public void Publish(params SigningKey[] keys) => _answer = Telling(keys);

    /// <summary>The document as Cloudflare writes it.</summary>
    public static string Document(params SigningKey[] keys) => new JsonObject
    {
        ["keys"] = new JsonArray([.. keys.Select(key => key.Published())]),
        ["public_cert"] = new JsonObject { ["kid"] = "a", ["cert"] = "-----BEGIN CERTIFICATE-----" },
        ["public_certs"] = new JsonArray(),
    }.ToJsonString();

    /// <summary>What asks this server instead of Cloudflare.</summary>
    public KeyEndpoint Endpoint(TimeProvider time) => new(time, team => new Uri(Backend.Address, $"/{team}"));

    public ValueTask DisposeAsync() => Backend.DisposeAsync();

    private static RequestDelegate Telling(SigningKey[] keys)
    {
        string json = Document(keys);
        return context => context.Response.WriteAsync(json, context.RequestAborted);
    }
}
