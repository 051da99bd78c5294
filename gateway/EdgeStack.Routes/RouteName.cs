namespace EdgeStack.Routes;

/// <summary>A route's stable name in logs and metrics: <c>namespace/object/index</c> unless the route names itself.</summary>
public readonly record struct RouteName(string Value)
{
    public override string ToString() => Value;
}
