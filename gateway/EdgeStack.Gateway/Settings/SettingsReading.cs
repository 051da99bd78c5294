using System.Collections.Immutable;

namespace EdgeStack.Gateway.Settings;

/// <summary>All layers, read.</summary>
/// <param name="Options">The options; only usable without errors.</param>
/// <param name="Errors">Each a full sentence with its place.</param>
internal sealed record SettingsReading(GatewayOptions Options, ImmutableArray<string> Errors);
