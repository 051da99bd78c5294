namespace EdgeStack.Gateway.Middlewares;

/// <summary>A step before a request is forwarded. It belongs to one route and is called by many requests at once.</summary>
internal abstract class Middleware
{
    /// <summary>As people write it; for logs.</summary>
    public abstract string Name { get; }

    /// <summary>Whether <see cref="ChangeResponse"/> has anything to do.</summary>
    public virtual bool ChangesResponse => false;

    /// <summary>True lets the request go on; false means that it has been answered.</summary>
    public abstract ValueTask<bool> BeforeAsync(HttpContext context, RequestExchange exchange);

    /// <summary>Just before the response's headers are sent, whoever made it: the service, the gateway or a later middleware.</summary>
    public virtual void ChangeResponse(HttpContext context, RequestExchange exchange)
    {
    }

    /// <summary>After the response's body was written completely.</summary>
    public virtual ValueTask CompleteAsync(HttpContext context) => ValueTask.CompletedTask;
}
