namespace EdgeStack.Collector.Sources.Host.Sensors;

/// <summary>How node_exporter writes what drivers call things.</summary>
internal static class SensorName
{
    /// <summary>In small letters; everything but letters, digits and <c>:</c> becomes <c>_</c>, and none stands at the ends.</summary>
    public static string Clean(string text) => string.Concat(text.ToLowerInvariant().Select(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == ':' ? letter : '_')).Trim('_');
}
