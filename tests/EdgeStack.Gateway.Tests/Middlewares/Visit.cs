using System.Net;
using System.Text;
using EdgeStack.Gateway.Middlewares;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Gateway.Tests.Middlewares;

/// <summary>One request before a middleware, without a server.</summary>
internal sealed class Visit
{
    public Visit(string target = "/", string? client = "192.0.2.1", string scheme = "http", string host = "app.example.com", string method = "GET")
    {
        Exchange = new RequestExchange(TargetPath.PathAndQuery(target), client is null ? null : IPAddress.Parse(client), scheme);
        Context.Request.Method = method;
        Context.Request.Headers.Host = host;
        Context.Response.Body = new MemoryStream();
    }

    public DefaultHttpContext Context { get; } = new();

    public RequestExchange Exchange { get; }

    public int Status => Context.Response.StatusCode;

    public IHeaderDictionary Sent => Context.Response.Headers;

    public string Body => Encoding.UTF8.GetString(((MemoryStream)Context.Response.Body).ToArray());

    public Visit With(string header, params string[] values)
    {
        Context.Request.Headers[header] = values;
        return this;
    }

    public Visit WithLogin(string text, Encoding? encoding = null) => With("Authorization", "Basic " + Convert.ToBase64String((encoding ?? Encoding.UTF8).GetBytes(text)));

    /// <summary>Whether the middleware lets it go on.</summary>
    public async Task<bool> PassesAsync(Middleware middleware) => await middleware.BeforeAsync(Context, Exchange);

    /// <summary>Its status, or 0 when it goes on.</summary>
    public async Task<int> AnswerAsync(Middleware middleware) => await PassesAsync(middleware) ? 0 : Status;
}
