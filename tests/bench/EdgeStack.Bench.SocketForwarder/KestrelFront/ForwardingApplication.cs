using EdgeStack.Bench.SocketForwarder.Upstream;
using EdgeStack.Routes.Table;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeStack.Bench.SocketForwarder.KestrelFront;

/// <summary>Kestrel's application without the hosting layer: no HttpContext, middlewares, spans or log scopes.</summary>
internal sealed class ForwardingApplication(RouteTable<Origin> table) : IHttpApplication<Exchange>
{
    /// <summary>One exchange a visitor's connection, used again for each of its requests.</summary>
    public Exchange CreateContext(IFeatureCollection contextFeatures)
    {
        if (contextFeatures is not IHostContextContainer<Exchange> connection)
            return new Exchange(table, contextFeatures);
        return connection.HostContext ??= new Exchange(table, contextFeatures);
    }

    public Task ProcessRequestAsync(Exchange context) => context.ProcessAsync();

    public void DisposeContext(Exchange context, Exception? exception)
    {
        // Nothing is held between requests.
    }
}
