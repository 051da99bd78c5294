using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace EdgeStack.Provisioning.Local;

/// <summary>A request as text: the machine, then the request as it arrived here.</summary>
internal static class WhoamiText
{
    public static string Of(HttpRequest request)
    {
        StringBuilder text = new();
        text.Append($"Hostname: {Environment.MachineName}\n");
        text.Append($"RemoteAddr: {request.HttpContext.Connection.RemoteIpAddress}:{request.HttpContext.Connection.RemotePort}\n\n");
        // The target as it was sent: decoding would hide what the gateway did to it.
        string? target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(target))
            target = request.Path + request.QueryString;
        text.Append($"{request.Method} {target} {request.Protocol}\n");
        foreach ((string name, StringValues values) in request.Headers)
            foreach (string? value in values)
                text.Append($"{name}: {value}\n");
        return text.ToString();
    }
}
