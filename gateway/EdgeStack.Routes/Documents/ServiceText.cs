using System.Globalization;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Routes.Documents;

/// <summary>Reads the value of <c>service</c>: <c>name:port</c>, <c>namespace/name:port</c> or an http(s) URL.</summary>
/// <param name="Reference">What is meant; null when it cannot be known.</param>
/// <param name="Fault">What is wrong with the text.</param>
/// <param name="Fix">What to write instead.</param>
internal sealed record ServiceText(ServiceReference? Reference, string? Fault = null, string? Fix = null)
{
    public static ServiceText Read(string text, RouteObject from)
    {
        if (text.Contains("://", StringComparison.Ordinal))
            return ReadOrigin(text);

        string @namespace = from.Namespace, rest = text;
        if (text.IndexOf('/') is var slash and >= 0)
            (@namespace, rest) = (text[..slash], text[(slash + 1)..]);
        int colon = rest.LastIndexOf(':');
        if (colon < 0)
            return new ServiceText(null, $"service '{text}' names no port", Fix: $"write '{text}:80' (a port of the Service, by number or name)");
        string service = rest[..colon], port = rest[(colon + 1)..];
        if (!IsName(@namespace) || !IsName(service))
            return new ServiceText(null, $"service '{text}' is not 'name:port'", Fix: "names are lower-case letters, digits and '-'");
        if (!IsPort(port))
            return new ServiceText(null, $"service '{text}': '{port}' is neither a port from 1 to 65535 nor a port's name");
        return new ServiceText(new ServiceReference.Port(@namespace, service, port));
    }

    private static ServiceText ReadOrigin(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            return new ServiceText(null, $"service '{text}' is not an http or https URL", Fix: "write 'http://192.0.2.7:8080'");
        if (uri.AbsolutePath != "/" || uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
            return new ServiceText(null, "a service URL has only scheme, host and port", Fix: $"write '{uri.Scheme}://{uri.Authority}'");
        return new ServiceText(new ServiceReference.Origin(uri));
    }

    // RFC 1123 label, as Kubernetes asks for.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= 63 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && name[0] != '-' && name[^1] != '-';

    // Digits alone are a number, however long; int.TryParse would also let NULs follow them.
    private static bool IsPort(string port) => port.All(char.IsAsciiDigit)
        ? int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= 65535
        : port.Length <= 15 && IsName(port);
}
