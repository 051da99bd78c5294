namespace EdgeStack.Routes.Ownership;

/// <summary>Which other namespaces' routes a Service lets in: the value of an annotation that its owner writes.</summary>
/// <param name="Text">Namespaces, separated by commas; <c>*</c> is all of them; empty is none.</param>
public readonly record struct ServiceGrant(string Text)
{
    /// <summary>The annotation.</summary>
    public const string Annotation = "edgestack.dev/allow-routes-from";

    public bool Allows(string @namespace)
    {
        ReadOnlySpan<char> text = Text;
        foreach (Range part in text.Split(','))
        {
            ReadOnlySpan<char> name = text[part].Trim();
            if (name is "*" || name.SequenceEqual(@namespace))
                return true;
        }

        return false;
    }
}
