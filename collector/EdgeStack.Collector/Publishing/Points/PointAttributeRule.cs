namespace EdgeStack.Collector.Publishing.Points;

/// <summary>Where an attribute of a point comes from.</summary>
/// <param name="Name">The attribute's.</param>
/// <param name="Label">The sample's label whose value it has; null when it is constant.</param>
/// <param name="Constant">The value then.</param>
internal sealed record PointAttributeRule(string Name, string? Label, string Constant)
{
    /// <summary>Reads <c>name=label</c> and <c>name='value'</c>.</summary>
    public static PointAttributeRule[] Read(ReadOnlySpan<string> texts)
    {
        PointAttributeRule[] rules = new PointAttributeRule[texts.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            string[] sides = texts[i].Split('=', 2);
            rules[i] = sides[1].StartsWith('\'') ? new PointAttributeRule(sides[0], null, sides[1].Trim('\'')) : new PointAttributeRule(sides[0], sides[1], "");
        }

        return rules;
    }

    public PointAttribute Of(ReadSample sample) => new(Name, Label is null ? Constant : Worded(sample.Label(Label)));

    // OpenTelemetry's word for what Linux calls irq.
    private string Worded(string value) => Name == "cpu.mode" && value == "irq" ? "interrupt" : value;
}
