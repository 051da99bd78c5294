using System.Collections.Immutable;
using EdgeStack.Provisioning.Embedded;

namespace EdgeStack.Provisioning.Completion;

/// <summary>What a shell loads so that it asks us: the line up to the cursor goes to <c>edgestack [suggest:N]</c>, which answers one possibility a line.</summary>
internal static class Shim
{
    private static readonly ImmutableDictionary<string, string> Files = ImmutableDictionary.CreateRange(StringComparer.Ordinal,
        [KeyValuePair.Create("bash", "bash"), KeyValuePair.Create("zsh", "zsh"), KeyValuePair.Create("fish", "fish"), KeyValuePair.Create("pwsh", "ps1")]);

    public static ImmutableArray<string> Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    /// <param name="shell">One of <see cref="Shells"/>.</param>
    public static string Of(string shell) => EmbeddedText.Read($"Completion.completion.{Files[shell]}");
}
