namespace EdgeStack.Gateway.Tunnel;

/// <summary>Something that has happened to the tunnel.</summary>
/// <param name="Time">When.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Sentence">What, for a person.</param>
internal sealed record TunnelNote(DateTimeOffset Time, LogLevel Level, string Sentence);
