using EdgeStack.Routes.Rules;
using Microsoft.Extensions.Primitives;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Headers and query of the server's request, for rules. Headers are read as Latin-1.</summary>
internal sealed class RequestFields(HttpRequest request) : IRequestFields
{
    public bool AnyHeader(string name, ValueTest test)
    {
        if (!request.Headers.TryGetValue(name, out StringValues lines))
            return false;
        foreach (string? line in lines)
        {
            if (test.HoldsForBytes(line))
                return true;
        }

        return false;
    }

    public bool AnyQueryValue(string key, ValueTest test) => QueryText.AnyValue(request.QueryString.Value, key, test);
}
