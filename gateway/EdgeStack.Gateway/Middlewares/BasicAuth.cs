using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>Lets in who knows a user's password; nobody at all while the users cannot be read.</summary>
internal sealed partial class BasicAuth(MiddlewareSpec.BasicAuth spec, UserListSource users, PasswordVerifier passwords, string route, ILogger logger) : Middleware
{
    private const string RetryAfterSeconds = "1";

    private readonly string _challenge = $"Basic realm=\"{spec.Realm}\", charset=\"UTF-8\"";
    private string? _logged;
    private int _loggedName;

    public override string Name => "basicAuth";

    public override async ValueTask<bool> BeforeAsync(HttpContext context, RequestExchange exchange)
    {
        UserListReading reading = await users.ReadAsync();
        if (reading.Fault is not null && Interlocked.Exchange(ref _logged, reading.Fault) != reading.Fault)
            LogFault(logger, route, reading.Fault);
        if (reading.Users is null)
            return await MiddlewareAnswer.SendAsync(context, exchange, StatusCodes.Status503ServiceUnavailable, $"basicAuth: {reading.Fault}");
        if (BasicCredentials.Read(context.Request.Headers.Authorization) is not { } login)
            return await ChallengeAsync(context, exchange, "basicAuth: no credentials");
        switch (await passwords.VerifyAsync(reading.Users, login, exchange.Client))
        {
            case PasswordVerdict.Right:
                return await AdmitAsync(context, exchange, login.User);
            case PasswordVerdict.Busy:
                context.Response.Headers.RetryAfter = RetryAfterSeconds;
                return await MiddlewareAnswer.SendAsync(context, exchange, StatusCodes.Status503ServiceUnavailable, "basicAuth: too many passwords are being tested");
            case PasswordVerdict.TooMany:
                context.Response.Headers.RetryAfter = RetryAfterSeconds;
                return await MiddlewareAnswer.SendAsync(context, exchange, StatusCodes.Status429TooManyRequests, "basicAuth: too many passwords from this address");
            default:
                return await ChallengeAsync(context, exchange, "basicAuth: wrong user or password");
        }
    }

    private ValueTask<bool> ChallengeAsync(HttpContext context, RequestExchange exchange, string reason)
    {
        context.Response.Headers.WWWAuthenticate = _challenge;
        return MiddlewareAnswer.SendAsync(context, exchange, StatusCodes.Status401Unauthorized, reason);
    }

    private ValueTask<bool> AdmitAsync(HttpContext context, RequestExchange exchange, string user)
    {
        // The reader refuses such a name; one from a Secret or a file is known here only.
        if (spec.HeaderField is not null && !HeaderSyntax.IsValue(user))
        {
            string fault = $"the user's name cannot stand in the header {spec.HeaderField}";
            if (Interlocked.Exchange(ref _loggedName, 1) == 0)
                LogFault(logger, route, fault);
            return MiddlewareAnswer.SendAsync(context, exchange, StatusCodes.Status503ServiceUnavailable, $"basicAuth: {fault}");
        }

        exchange.User = user;
        if (spec.RemoveHeader)
            exchange.SetHeader(context, "Authorization", null);
        if (spec.HeaderField is not null)
            exchange.SetHeader(context, spec.HeaderField, user);
        return ValueTask.FromResult(true);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Users of route {Route}: {Fault}")]
    private static partial void LogFault(ILogger logger, string route, string fault);
}
