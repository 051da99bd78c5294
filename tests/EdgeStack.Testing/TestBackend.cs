using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeStack.Testing;

/// <summary>A service behind the gateway: real Kestrel on a free loopback port. Keeps what it was asked.</summary>
public sealed class TestBackend : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestBackend(WebApplication app) => _app = app;

    /// <summary>Requests in the order of arrival.</summary>
    public ConcurrentQueue<Seen> Requests { get; } = new();

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public int Port => Address.Port;

    /// <summary>Starts a backend that answers with <paramref name="answer"/>; by default with the text <c>hello</c>.</summary>
    /// <param name="answer">The answer to every request.</param>
    /// <param name="address">Where it listens; by default on loopback.</param>
    /// <param name="listen">Protocols and TLS of its listener; by default HTTP/1.1.</param>
    /// <param name="port">Its port; by default any free one.</param>
    public static async Task<TestBackend> StartAsync(RequestDelegate? answer = null, IPAddress? address = null, Action<ListenOptions>? listen = null, int port = 0)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            // Bytes in, bytes out: what a test sends in a header is what it sees.
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.Listen(address ?? IPAddress.Loopback, port, listen ?? (_ => { }));
        });
        TestBackend backend = new(builder.Build());
        backend._app.UseWebSockets();
        backend._app.Run(async context =>
        {
            backend.Requests.Enqueue(Seen.Of(context));
            await (answer ?? (response => response.Response.WriteAsync("hello")))(context);
        });
        await backend._app.StartAsync();
        backend.Address = new Uri(backend._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return backend;
    }

    /// <summary>Ends as a service does that is told to: what is under way is finished.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>What a request looked like when it arrived.</summary>
    public sealed record Seen(string Method, string RawTarget, IReadOnlyDictionary<string, string> Headers, string Protocol)
    {
        internal static Seen Of(HttpContext context) => new(
            context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), context.Request.Protocol);
    }
}
