namespace EdgeStack.Gateway.Secrets;

/// <summary>A Secret that a route names.</summary>
internal readonly record struct SecretName(string Namespace, string Name)
{
    public override string ToString() => $"{Namespace}/{Name}";
}
