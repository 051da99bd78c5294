namespace EdgeStack.Gateway.Visitor;

internal static class VisitorServices
{
    public static IServiceCollection AddVisitor(this IServiceCollection services) => services.AddSingleton<CallerReader>();
}
