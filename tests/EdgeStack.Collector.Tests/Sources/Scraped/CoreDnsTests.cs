using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Settings;
using EdgeStack.Collector.Sources.Scraped;
using EdgeStack.Hosting.Settings;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Collector.Tests.Sources.Scraped;

/// <summary>
/// A cluster's DNS as a scraped target. CoreDNS itself is not to be had here: coredns.txt stands in for it, a page that was written for this test with the names, types and labels of
/// CoreDNS 1.12 and invented values.
/// </summary>
public sealed partial class CoreDnsTests
{
    private const string Example = "deploy/collector/cluster/deployment.yaml";

    private static readonly string StandIn = File.ReadAllText(GoldenCase.Beside("coredns.txt"));

    [Fact]
    public async Task Everything_of_CoreDNS_that_is_wanted_passes_through_unchanged()
    {
        await using TestBackend server = await TestBackend.StartAsync(AnswerAsync);
        ScrapedTargetOptions target = Target(server.Address);

        Reading reading = await Scrape.OnceAsync(target);

        Assert.Equal((SourceOutcome.Ok, 0), (reading.Outcome, reading.Problems.Count));
        string[] wanted = [.. StandIn.Split('\n').Where(line => line.Contains("coredns_", StringComparison.Ordinal))], shown = [.. reading.Text.Split('\n').Where(line => line.Contains("coredns_", StringComparison.Ordinal))];
        Assert.Equal(wanted.Where(line => line[0] == '#'), shown.Where(line => line[0] == '#'));
        Assert.Equal(
            wanted.Where(line => line[0] != '#').Select(line => Normal(line, [$"instance=\"{server.Address.Authority}\"", "job=\"coredns\""])).Order(StringComparer.Ordinal),
            shown.Where(line => line[0] != '#').Select(line => Normal(line, [])).Order(StringComparer.Ordinal));
        Assert.Equal(11, shown.Count(line => line.Contains("_bucket{", StringComparison.Ordinal)));
        Assert.DoesNotContain("go_goroutines", reading.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_with_a_job_has_the_series_up_by_which_dashboards_find_it()
    {
        bool isWell = true;
        await using TestBackend server = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = isWell ? 200 : 500;
            context.Response.ContentType = "text/plain; version=0.0.4";
            return context.Response.WriteAsync(StandIn + "up{instance=\"forged\"} 1\n");
        });
        ScrapedTargetOptions target = Target(server.Address);
        target.Families = ["*"];
        using Scrape scrape = new(target);
        string series = $"up{{instance=\"{server.Address.Authority}\",job=\"coredns\"}}";

        Reading well = await scrape.ReadAsync();
        isWell = false;
        Reading ill = await scrape.ReadAsync();

        Assert.Equal(("1", "0"), (well[series], ill[series]));
        Assert.DoesNotContain("forged", well.Text, StringComparison.Ordinal);
    }

    // As the comment in the manifest of the cluster's collector has it, with the test's server in the place of CoreDNS.
    private static ScrapedTargetOptions Target(Uri server)
    {
        string written = ExampleValue().Match(File.ReadAllText(Path.Combine(RepositoryRoot.Path, Example))).Groups["value"].Value;
        SettingsReading<CollectorOptions> reading = SettingsCatalogue.Program.Read([], new Hashtable { ["EDGESTACK__SCRAPE__TARGETS"] = written }, "none");
        Assert.Empty(reading.Errors);
        ScrapedTargetOptions target = reading.Options.Scraped.Targets.Single(target => target.Name == "coredns");
        Assert.Equal((new Uri("http://kube-dns.kube-system.svc:9153/metrics"), ScrapePage.Kubernetes), (target.Url, target.Page));
        target.Url = new Uri(server, target.Url!.AbsolutePath);
        return target;
    }

    private static Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";
        return context.Response.WriteAsync(StandIn);
    }

    // Labels in their order, none that is empty, which is the same as no label, and the number itself.
    private static string Normal(string line, string[] more)
    {
        string name = line[..line.IndexOf('{', StringComparison.Ordinal)];
        IEnumerable<string> labels = Label().Matches(line).Select(label => label.Value).Where(label => !label.EndsWith("=\"\"", StringComparison.Ordinal)).Concat(more).Order(StringComparer.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"{name}{{{string.Join(',', labels)}}} {double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture):R}");
    }

    [GeneratedRegex("[a-z_]+=\"[^\"]*\"")]
    private static partial Regex Label();

    [GeneratedRegex("^ *# +value: (?<value>pi2 .*)$", RegexOptions.Multiline)]
    private static partial Regex ExampleValue();
}
