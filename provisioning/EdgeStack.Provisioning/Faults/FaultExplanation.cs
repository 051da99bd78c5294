namespace EdgeStack.Provisioning.Faults;

/// <summary>What a code means.</summary>
/// <param name="Code">The code.</param>
/// <param name="Meaning">What is wrong, in a sentence.</param>
/// <param name="State">What state things are in: what was done, what was not, whether anything is half done.</param>
/// <param name="Help">What helps, from the likeliest on.</param>
internal sealed record FaultExplanation(FaultCode Code, string Meaning, string State, params IReadOnlyList<string> Help);
