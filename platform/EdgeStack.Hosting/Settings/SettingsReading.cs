using System.Collections.Immutable;

namespace EdgeStack.Hosting.Settings;

/// <summary>All layers, read.</summary>
/// <typeparam name="TOptions">The options of the program.</typeparam>
/// <param name="Options">The options; only usable without errors.</param>
/// <param name="Errors">Each a full sentence with its place.</param>
public sealed record SettingsReading<TOptions>(TOptions Options, ImmutableArray<string> Errors);
