using System.Collections.Immutable;

namespace EdgeStack.Gateway.State;

/// <summary>What a <see cref="StateFile"/> held.</summary>
/// <param name="Content">Null when there is no generation that is whole.</param>
/// <param name="Written">When; null without content.</param>
/// <param name="Faults">Sentences about generations that could not be used.</param>
internal sealed record StateReading(byte[]? Content, DateTimeOffset? Written, ImmutableArray<string> Faults);
