using System.Collections.Immutable;
using EdgeStack.Routes.Middlewares;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>The middlewares of one route, in order. It fails closed: when one of them breaks, the request goes nowhere.</summary>
internal sealed partial class MiddlewareChain
{
    private readonly string _route;
    private readonly string _namespace;
    private readonly OptionList<MiddlewareSpec> _specs;
    private readonly ImmutableArray<Middleware> _middlewares;
    private readonly bool _changesResponse;
    private readonly ILogger _logger;
    private int _failed;

    public MiddlewareChain(string route, string @namespace, OptionList<MiddlewareSpec> specs, ImmutableArray<Middleware> middlewares, ILogger? logger = null)
    {
        (_route, _namespace, _specs, _middlewares, _logger) = (route, @namespace, specs, middlewares, logger ?? NullLogger.Instance);
        _changesResponse = middlewares.Any(middleware => middleware.ChangesResponse);
    }

    /// <summary>Whether it was made for this; then it is kept, with its buckets and caches.</summary>
    public bool IsFor(string route, string @namespace, OptionList<MiddlewareSpec> specs) => _route == route && _namespace == @namespace && _specs.Equals(specs);

    /// <summary>True lets the request go on; false means that it has been answered and <see cref="RequestExchange.Refusal"/> may say why.</summary>
    public async ValueTask<bool> BeforeAsync(HttpContext context, RequestExchange exchange)
    {
        if (_changesResponse)
            context.Response.OnStarting(static state => ((PendingResponse)state).ChangeAsync(), new PendingResponse(this, context, exchange));
        while (exchange.Passed < _middlewares.Length)
        {
            Middleware middleware = _middlewares[exchange.Passed];
            try
            {
                if (!await middleware.BeforeAsync(context, exchange))
                    return false;
            }
            catch (Exception) when (context.RequestAborted.IsCancellationRequested)
            {
                exchange.IsLeft = exchange.Refusal is null;
                return false;
            }
            catch (Exception fault)
            {
                return await FailAsync(context, exchange, middleware, fault);
            }

            exchange.Passed++;
        }

        return true;
    }

    /// <summary>Lets middlewares finish a body that was written completely; not to be called for one that broke off.</summary>
    public async ValueTask CompleteAsync(HttpContext context)
    {
        for (int i = _middlewares.Length - 1; i >= 0; i--)
            await _middlewares[i].CompleteAsync(context);
    }

    /// <summary>Changes the response's headers, the innermost middleware first.</summary>
    public void ChangeResponse(HttpContext context, RequestExchange exchange)
    {
        for (int i = exchange.Passed - 1; i >= 0; i--)
            _middlewares[i].ChangeResponse(context, exchange);
    }

    private ValueTask<bool> FailAsync(HttpContext context, RequestExchange exchange, Middleware middleware, Exception fault)
    {
        // The type alone: an exception's text may hold what a visitor sent.
        string kind = fault.GetType().Name;
        if (Interlocked.Exchange(ref _failed, 1) == 0)
            LogFailed(_logger, middleware.Name, _route, kind);
        if (context.Response.HasStarted)
        {
            exchange.Refusal = $"middleware {middleware.Name} failed: {kind}";
            context.Abort();
            return ValueTask.FromResult(false);
        }

        context.Response.Clear();
        return MiddlewareAnswer.SendAsync(context, exchange, StatusCodes.Status503ServiceUnavailable, $"middleware {middleware.Name} failed: {kind}");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Middleware {Middleware} of route {Route} failed with {Exception}; its requests are answered with 503. Further failures of this route are not logged")]
    private static partial void LogFailed(ILogger logger, string middleware, string route, string exception);

    private sealed class PendingResponse(MiddlewareChain chain, HttpContext context, RequestExchange exchange)
    {
        public Task ChangeAsync()
        {
            chain.ChangeResponse(context, exchange);
            return Task.CompletedTask;
        }
    }
}
