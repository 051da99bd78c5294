using EdgeStack.Collector;
using EdgeStack.Collector.Settings;
using EdgeStack.Hosting.Settings;
using EdgeStack.Kubernetes;

const int UsageError = 64;

if (CommandLine.Answer(args) is { } exitCode)
    return exitCode;

SettingsReading<CollectorOptions> settings = SettingsCatalogue.Program.Read(args, Environment.GetEnvironmentVariables());
if (!settings.Errors.IsEmpty)
{
    CommandLine.Complain(settings.Errors);
    return UsageError;
}

try
{
    await using WebApplication app = CollectorHost.Build(settings.Options);
    return await CollectorHost.RunAsync(app);
}
catch (KubernetesApiException fault)
{
    // No cluster around us, a kubeconfig that cannot be used: starting again changes nothing.
    CommandLine.Complain([fault.Message]);
    return UsageError;
}
