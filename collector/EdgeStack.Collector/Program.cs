using EdgeStack.Collector;
using EdgeStack.Collector.Settings;
using EdgeStack.Hosting.Settings;

const int UsageError = 64;

if (CommandLine.Answer(args) is { } exitCode)
    return exitCode;

SettingsReading<CollectorOptions> settings = SettingsCatalogue.Program.Read(args, Environment.GetEnvironmentVariables());
if (!settings.Errors.IsEmpty)
{
    CommandLine.Complain(settings.Errors);
    return UsageError;
}

await using WebApplication app = CollectorHost.Build(settings.Options);
return await CollectorHost.RunAsync(app);
