using System.Globalization;
using System.Text;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Upstreams;
using EdgeStack.Testing;

namespace EdgeStack.Routes.Tests.Documents;

public sealed class ManifestGoldenTests
{
    public static TheoryData<string> Cases => [.. GoldenCase.Names("Goldens")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_file_is_read_into_these_routes_and_problems(string name)
    {
        GoldenCase golden = GoldenCase.Read("Goldens", name);
        golden.Check(Describe(ManifestReader.Read("routes.yaml", golden.Input)));
    }

    private static string Describe(ManifestReading manifest)
    {
        StringBuilder text = new();
        foreach (Problem problem in manifest.Problems)
            text.AppendLine(CultureInfo.InvariantCulture, $"{problem}");
        foreach (RouteObject @object in manifest.Objects)
        {
            RouteReading reading = RouteReader.Read(@object);
            text.AppendLine(CultureInfo.InvariantCulture, $"object {@object.Namespace}/{@object.Name}{(reading.Rejected ? " REJECTED" : "")}");
            foreach (Problem problem in reading.Problems)
                text.AppendLine(CultureInfo.InvariantCulture, $"  {problem}");
            foreach (Route route in reading.Routes)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  route {route.Name} at {route.Where}: {route.Rule.Text} priority {route.Priority} -> {route.DescribeServices() ?? "nothing"}");
                if (route.Policy != UpstreamPolicy.Default)
                    text.AppendLine(CultureInfo.InvariantCulture, $"    {route.Policy}");
                if (route.Sticky is { } sticky)
                    text.AppendLine(CultureInfo.InvariantCulture, $"    {sticky}");
                if (route.Quarantine is { } quarantine)
                    text.AppendLine(CultureInfo.InvariantCulture, $"    quarantined{(quarantine.Protects ? " (protects)" : "")}: {quarantine.Reason}");
            }
        }

        foreach (EdgeStack.Routes.Upstreams.BackendService service in manifest.Services)
            text.AppendLine(CultureInfo.InvariantCulture, $"service {service.Namespace}/{service.Name} {string.Join(' ', service.Ports.Select(port => $"{port.Name}={port.Number}"))}");
        foreach (EdgeStack.Routes.Upstreams.BackendEndpoints endpoints in manifest.Endpoints)
            text.AppendLine(CultureInfo.InvariantCulture, $"endpoints {endpoints.Namespace}/{endpoints.Service} {string.Join(' ', endpoints.Groups.SelectMany(group => group.ReadyAddresses.SelectMany(address => group.Ports.Select(port => $"{address}:{port.Number}"))))}");
        return text.ToString();
    }
}
