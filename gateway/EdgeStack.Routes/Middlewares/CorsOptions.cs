namespace EdgeStack.Routes.Middlewares;

/// <summary>The options <c>accessControl*</c> of the middleware <c>headers</c>; texts are ready to be sent.</summary>
public sealed record CorsOptions
{
    public bool AllowCredentials { get; init; }

    /// <summary>Joined by commas; empty when the header is not sent.</summary>
    public string AllowHeaders { get; init; } = "";

    /// <inheritdoc cref="AllowHeaders"/>
    public string AllowMethods { get; init; } = "";

    /// <inheritdoc cref="AllowHeaders"/>
    public string ExposeHeaders { get; init; } = "";

    /// <summary>Origins as browsers send them, or <c>*</c>.</summary>
    public OptionList<string> Origins { get; init; } = OptionList<string>.Empty;

    /// <summary>Go regular expressions, each readable by <see cref="Patterns.GoPattern"/>.</summary>
    public OptionList<string> OriginPatterns { get; init; } = OptionList<string>.Empty;

    /// <summary>Seconds.</summary>
    public long MaxAge { get; init; }

    /// <summary>Whether responses say that they vary by origin.</summary>
    public bool AddVary { get; init; }
}
