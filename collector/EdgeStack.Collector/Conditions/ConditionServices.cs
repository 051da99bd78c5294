using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions;

internal static class ConditionServices
{
    /// <summary>To be added behind the sampling, whose start waits for what can be read.</summary>
    public static IServiceCollection AddConditions(this IServiceCollection services)
    {
        foreach (ICondition condition in ConditionCatalogue.All())
            services.AddSingleton(condition);
        return services.AddSingleton<ConditionBoard>().AddSingleton<ConditionMetrics>().AddHostedService<ConditionWatch>();
    }
}
