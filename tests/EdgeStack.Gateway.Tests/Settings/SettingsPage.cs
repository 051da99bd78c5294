using System.Globalization;
using System.Text;
using EdgeStack.Gateway.Settings;
using EdgeStack.Hosting.Settings;
using EdgeStack.Testing;

namespace EdgeStack.Gateway.Tests.Settings;

/// <summary>docs/settings.md, made from the catalogue.</summary>
internal static class SettingsPage
{
    public static void Check() => GoldenCase.CheckFile(Path.Combine(RepositoryRoot.Path, "docs", "settings.md"), Text());

    private static string Text()
    {
        GatewayOptions defaults = new();
        StringBuilder page = new();
        page.AppendLine("# Settings");
        page.AppendLine();
        page.AppendLine("Made from the source by a test (`UPDATE_GOLDENS=1` renews it). Layers, the later one wins: default, `/etc/edgestack/gateway.yaml` or");
        page.AppendLine("`--config FILE`, environment, command line. In YAML the dots are levels: `listeners: { public: http://0.0.0.0:8080 }`.");
        page.AppendLine();
        page.AppendLine("## edgestack-gateway");
        page.AppendLine();
        page.AppendLine("| setting | environment | value | default | |");
        page.AppendLine("|---|---|---|---|---|");
        foreach (Setting<GatewayOptions> setting in SettingsCatalogue.All)
        {
            string standard = setting.Show(defaults);
            page.AppendLine(CultureInfo.InvariantCulture, $"| `{setting.Key}` | `{setting.EnvironmentName}` | {setting.Form.Replace("|", " or ", StringComparison.Ordinal)} | {(standard.Length > 0 ? $"`{standard}`" : "")} | {setting.Description} |");
        }

        return page.ToString();
    }
}
