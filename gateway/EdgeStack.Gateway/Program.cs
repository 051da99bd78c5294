using EdgeStack.Gateway;
using EdgeStack.Gateway.Settings;

const int UsageError = 64;

if (await CommandLine.AnswerAsync(args) is { } exitCode)
    return exitCode;

SettingsReading settings = SettingsReader.Read(args, Environment.GetEnvironmentVariables());
if (!settings.Errors.IsEmpty)
{
    CommandLine.Complain(settings.Errors);
    return UsageError;
}

await using WebApplication app = GatewayHost.Build(settings.Options);
return await GatewayHost.RunAsync(app);
