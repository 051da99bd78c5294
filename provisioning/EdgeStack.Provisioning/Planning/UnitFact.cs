namespace EdgeStack.Provisioning.Planning;

/// <summary>A unit of systemd as it is on a node.</summary>
/// <param name="IsThere">systemd knows it.</param>
/// <param name="IsActive">It runs, or has run and stays.</param>
/// <param name="State">enabled, disabled, masked, static, …; empty when it has no file.</param>
/// <param name="Stamp">The digest of what it was configured with when we last started it; empty when we never did.</param>
internal sealed record UnitFact(bool IsThere, bool IsActive, string State, string Stamp)
{
    public bool IsEnabled => State is "enabled" or "static" or "alias" or "indirect" or "generated";

    public static UnitFact Parse(FactAnswer answer)
    {
        Dictionary<string, string> values = answer.Lines.Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return new UnitFact(values.GetValueOrDefault("LoadState") is not (null or "not-found"), values.GetValueOrDefault("ActiveState") is "active" or "reloading",
            values.GetValueOrDefault("UnitFileState", ""), values.GetValueOrDefault("Stamp", ""));
    }
}
