using System.Net;
using Microsoft.Extensions.Logging;

namespace EdgeStack.Hosting.Settings;

/// <summary>Texts of settings that programs have in common. Each returns what is wrong with the text; null when it was assigned.</summary>
public static class SettingText
{
    public static string? NotEmpty(string value, Action<string> assign)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(assign);
        if (value.Length == 0)
            return "is empty";
        assign(value);
        return null;
    }

    public static string? ExistingFile(string value, Action<string> assign)
    {
        ArgumentNullException.ThrowIfNull(assign);
        if (!File.Exists(value))
            return $"there is no file '{value}'";
        assign(Path.GetFullPath(value));
        return null;
    }

    public static string? Flag(string value, Action<bool> assign)
    {
        ArgumentNullException.ThrowIfNull(assign);
        if (!bool.TryParse(value, out bool flag))
            return $"'{value}' is neither true nor false";
        assign(flag);
        return null;
    }

    /// <summary>One of the words of a closed list. Not <c>Enum.TryParse</c> alone, for which a number and <c>one,two</c> are words too.</summary>
    public static string? OneOf<T>(string value, Action<T> assign)
        where T : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(assign);
        if (!Enum.GetNames<T>().Contains(value, StringComparer.OrdinalIgnoreCase))
            return $"'{value}' is not one of {string.Join(", ", Enum.GetNames<T>().Select(name => char.ToLowerInvariant(name[0]) + name[1..]))}";
        assign(Enum.Parse<T>(value, ignoreCase: true));
        return null;
    }

    public static string? Level(string value, Action<LogLevel> assign)
    {
        ArgumentNullException.ThrowIfNull(assign);
        LogLevel level = LogLevel.None;
        if (OneOf<LogLevel>(value, known => level = known) is not null || level is < LogLevel.Debug or > LogLevel.Error)
            return $"'{value}' is not one of Debug, Information, Warning, Error";
        assign(level);
        return null;
    }

    public static string? Listener(string value, Action<string> assign)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(assign);
        if (!Uri.TryCreate(value, UriKind.Absolute, out Uri? uri) || uri.AbsolutePath != "/" || uri.Scheme != "http")
            return $"'{value}' is not of the form http://address:port";
        if (!IPAddress.TryParse(uri.Host, out _) && uri.Host != "localhost")
            return $"'{uri.Host}' is not an IP address of this machine; use 0.0.0.0 for all addresses or 127.0.0.1 for this machine only";
        assign(value.TrimEnd('/'));
        return null;
    }
}
