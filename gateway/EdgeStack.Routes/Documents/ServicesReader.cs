using System.Globalization;
using EdgeStack.Documents;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Upstreams;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Documents;

/// <summary>Reads where a route's requests go: <c>service</c>, or <c>services</c> with their weights.</summary>
/// <param name="from">The object of the route.</param>
/// <param name="report">Takes what is wrong: where, what, and what to write instead.</param>
/// <param name="unknown">The same for keys that a later version may know.</param>
internal sealed class ServicesReader(RouteObject from, Action<YamlNode, string, string?> report, Action<YamlNode, string, string?> unknown)
{
    private const int MostServices = 64;

    // As the Gateway API has it.
    private const int LargestWeight = 1_000_000;

    private const string Service = "service", Weight = "weight";

    private const string Example = "write 'services: [ { service: name:port, weight: 90 }, { service: other:port, weight: 10 } ]'";

    private static readonly string[] Keys = [Service, Weight];

    /// <summary>The value of <c>service</c>; empty when it cannot be known.</summary>
    public OptionList<WeightedService> ReadOne(YamlScalarNode node) => ReadReference(node) is { } reference ? [new WeightedService(reference)] : [];

    /// <summary>The value of <c>services</c>: what of it can be known.</summary>
    public OptionList<WeightedService> ReadList(YamlNode node)
    {
        if (node is not YamlSequenceNode { Children: { Count: > 0 } items })
        {
            report(node, "'services' is not a list of services", Example);
            return [];
        }

        if (items.Count > MostServices)
            report(node, $"'services' names {items.Count.ToString(CultureInfo.InvariantCulture)} services, more than {MostServices}", null);
        List<WeightedService> services = [];
        bool complete = true;
        foreach (YamlNode item in items.Take(MostServices))
        {
            if (ReadItem(item) is not { } service)
                complete = false;
            else if (services.Exists(other => other.Reference == service.Reference))
                report(item, $"service '{service.Reference}' stands here twice", "write it once, with the sum of its weights");
            else
                services.Add(service);
        }

        if (complete && services.TrueForAll(service => service.Weight == 0))
            report(node, "every weight is 0: no service would get a request", "give one of them a weight of 1 or more");
        return [.. services];
    }

    private WeightedService? ReadItem(YamlNode item)
    {
        if (item is not YamlMappingNode fields)
        {
            report(item, "an item of 'services' is a mapping", Example);
            return null;
        }

        foreach (YamlNode key in fields.Children.Keys)
        {
            string name = (key as YamlScalarNode)?.Value ?? "";
            if (!Keys.Contains(name, StringComparer.Ordinal))
                unknown(key, $"unknown key '{name}' in 'services'", NearestName.Suggestion(name, Keys));
        }

        int weight = ReadWeight(fields);
        if (!fields.Children.TryGetValue(new YamlScalarNode(Service), out YamlNode? service))
            report(item, "this item of 'services' names no service", "add 'service: name:port'");
        else if (service is not YamlScalarNode { Value.Length: > 0 } scalar)
            report(service, "'service' is not a text", "write 'service: name:port'");
        else if (ReadReference(scalar) is { } reference)
            return new WeightedService(reference, weight);
        return null;
    }

    private int ReadWeight(YamlMappingNode fields)
    {
        if (!fields.Children.TryGetValue(new YamlScalarNode(Weight), out YamlNode? node))
            return 1;
        if (node is YamlScalarNode scalar && int.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int weight) && weight <= LargestWeight)
            return weight;
        report(node, $"'weight' is not a whole number from 0 to {LargestWeight.ToString(CultureInfo.InvariantCulture)}", "0 is for a service that is to get no request");
        return 1;
    }

    private ServiceReference? ReadReference(YamlScalarNode node)
    {
        ServiceText reading = ServiceText.Read(node.Value ?? "", from);
        if (reading.Fault is { } fault)
            report(node, fault, reading.Fix);
        return reading.Reference;
    }
}
