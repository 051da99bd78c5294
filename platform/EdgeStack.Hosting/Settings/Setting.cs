namespace EdgeStack.Hosting.Settings;

/// <summary>One setting: its key in every layer, and how text becomes a value.</summary>
/// <typeparam name="TOptions">The options of the program.</typeparam>
/// <param name="Key">Key with dots: <c>listeners.public</c> in YAML and on the command line, <c>EDGESTACK__LISTENERS__PUBLIC</c> in the environment.</param>
/// <param name="Form">The form of a value, for people: <c>URL</c>, <c>DIR</c>.</param>
/// <param name="Description">What it does.</param>
/// <param name="Show">The present value as text; on new options this is the default.</param>
/// <param name="Assign">Assigns a text; returns what is wrong with it, or null.</param>
/// <param name="IsList">True when it may be given several times.</param>
public sealed record Setting<TOptions>(
    string Key, string Form, string Description, Func<TOptions, string> Show, Func<TOptions, string, string?> Assign, bool IsList = false)
{
    /// <summary>What every variable of the environment begins with that is a setting.</summary>
    public const string EnvironmentPrefix = "EDGESTACK__";

    public string EnvironmentName => EnvironmentPrefix + Key.Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant();
}
