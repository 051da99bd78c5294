using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway.AccessLog;

internal static class AccessLogFormats
{
    public static IAccessLogFormat Of(AccessLogFormat format) => format switch
    {
        AccessLogFormat.Traefik => new TraefikLine(),
        AccessLogFormat.Clf => new ClfLine(),
        _ => new JsonLine(),
    };
}
