using EdgeStack.Gateway;
using EdgeStack.Gateway.Settings;
using EdgeStack.Hosting.Settings;

const int UsageError = 64;

if (await CommandLine.AnswerAsync(args) is { } exitCode)
    return exitCode;

SettingsReading<GatewayOptions> settings = SettingsCatalogue.Program.Read(args, Environment.GetEnvironmentVariables());
if (!settings.Errors.IsEmpty)
{
    CommandLine.Complain(settings.Errors);
    return UsageError;
}

await using WebApplication app = GatewayHost.Build(settings.Options);
return await GatewayHost.RunAsync(app);
