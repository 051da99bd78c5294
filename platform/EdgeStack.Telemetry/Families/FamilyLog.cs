using Microsoft.Extensions.Logging;

namespace EdgeStack.Telemetry.Families;

/// <summary>What a family says, each at most once: measurements come in thousands a second.</summary>
internal sealed partial class FamilyLog(ILogger logger)
{
    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Family {Family} has the labels {Labels}; a measurement has tags {Tags}; those without a label are dropped from now on")]
    public partial void UnknownTags(string family, string labels, string tags);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Family {Family} has {Limit} series; measurements for more of them go to the series _other")]
    public partial void Limited(string family, int limit);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Family {Family} ({Kind}) was given {Value}, which it cannot take; such measurements are dropped")]
    public partial void Rejected(string family, string kind, double value);

    [LoggerMessage(Level = LogLevel.Error, Message = "Family {Family} cannot be exposed; its measurements are dropped")]
    public partial void Unavailable(string family, Exception cause);
}
