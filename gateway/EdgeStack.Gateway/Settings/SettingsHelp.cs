using System.Text;

namespace EdgeStack.Gateway.Settings;

/// <summary>The catalogue as text for a terminal.</summary>
internal static class SettingsHelp
{
    public static string Text()
    {
        GatewayOptions defaults = new();
        StringBuilder text = new();
        text.AppendLine("edgestack-gateway: serves the routes of a Kubernetes cluster, or of a folder.");
        text.AppendLine();
        text.AppendLine("  edgestack-gateway [--config FILE] [--SETTING VALUE]...");
        text.AppendLine("  edgestack-gateway wait DURATION      does nothing for that long (a preStop hook without a shell)");
        text.AppendLine("  edgestack-gateway --version");
        text.AppendLine();
        text.AppendLine($"Settings come from {SettingsReader.DefaultFile} (or --config FILE), then from the environment, then from the");
        text.AppendLine("command line; the later one wins.");
        foreach (Setting setting in SettingsCatalogue.All)
        {
            string standard = setting.Show(defaults);
            text.AppendLine();
            text.AppendLine($"  --{setting.Key} {setting.Form}{(standard.Length > 0 ? $"   (default {standard})" : "")}");
            text.AppendLine($"      {setting.Description}");
            text.AppendLine($"      {setting.EnvironmentName}");
        }

        return text.ToString();
    }
}
