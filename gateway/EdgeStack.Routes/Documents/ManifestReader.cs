using System.Collections.Immutable;
using EdgeStack.Documents;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Upstreams;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Documents;

/// <summary>
/// Reads a file as kubectl would: several documents, each a manifest (ConfigMap with the routes label, Secret, Service,
/// Endpoints, EndpointSlice) or a bare route document as a mounted ConfigMap shows it.
/// </summary>
public sealed class ManifestReader
{
    /// <summary>Kinds that a later version reads here; silence about them would look like success.</summary>
    private static readonly ImmutableArray<string> NotYetRead =
        ["Ingress", "IngressRoute", "Middleware", "ServersTransport", "TraefikService", "HTTPRoute", "GRPCRoute"];

    private readonly string _file;
    private readonly string _bareName;
    private readonly string _text;
    private readonly ImmutableArray<RouteObject>.Builder _objects = ImmutableArray.CreateBuilder<RouteObject>();
    private readonly ImmutableArray<BackendService>.Builder _services = ImmutableArray.CreateBuilder<BackendService>();
    private readonly ImmutableArray<BackendEndpoints>.Builder _endpoints = ImmutableArray.CreateBuilder<BackendEndpoints>();
    private readonly ImmutableArray<SecretManifest>.Builder _secrets = ImmutableArray.CreateBuilder<SecretManifest>();
    private readonly List<Problem> _problems = [];
    private string[]? _lines;

    private ManifestReader(string file, string text, string bareName) => (_file, _text, _bareName) = (file, text, bareName);

    /// <param name="file">The file's name as problems shall show it.</param>
    /// <param name="text">Its content.</param>
    /// <param name="bareName">What a bare route document is called in the names of its routes; default: <paramref name="file"/>.</param>
    public static ManifestReading Read(string file, string text, string? bareName = null)
    {
        ManifestReader reader = new(file, text, bareName ?? file);
        ImmutableArray<YamlNode> roots = YamlText.Load(text, reader.Origin(file), reader._problems);
        bool unreadable = reader._problems.Count > 0;
        if (YamlText.WarningOfEmpty(text, reader.Origin(file)) is { } empty)
            reader._problems.Add(empty);
        int bare = 0;
        foreach (YamlNode root in roots)
            reader.ReadRoot(root, ref bare);
        return new ManifestReading(reader._objects.ToImmutable(), reader._services.ToImmutable(), reader._endpoints.ToImmutable(), [.. reader._problems])
        {
            Secrets = reader._secrets.ToImmutable(),
            Unreadable = unreadable,
        };
    }

    private void ReadRoot(YamlNode root, ref int bare)
    {
        if (root is YamlScalarNode { Value: null or "" })
            return;
        if (root is not YamlMappingNode document)
            Report(root, "neither a Kubernetes manifest nor a route document", "begin with 'apiVersion:' and 'kind:', or with 'routes:'");
        else if (document.Text("kind") is { } kind)
            ReadManifest(document, kind);
        else
            AddBare(document, bare++);
    }

    private void ReadItem(YamlNode item)
    {
        if (item is YamlMappingNode manifest && manifest.Text("kind") is { } kind)
            ReadManifest(manifest, kind);
        else
            Report(item, "an item of a List is a Kubernetes manifest", "begin it with 'apiVersion:' and 'kind:'");
    }

    private void ReadManifest(YamlMappingNode manifest, string kind)
    {
        switch (kind)
        {
            case "List":
                foreach (YamlNode item in manifest.Sequence("items"))
                    ReadItem(item);
                break;
            case "ConfigMap":
                AddConfigMap(manifest);
                break;
            case "Service":
                if (BackendManifests.ReadService(manifest) is { } service)
                    _services.Add(service);
                else
                    Report(manifest, "the Service has no metadata.name", null);
                break;
            case "Secret":
                if (SecretManifests.Read(manifest, Origin($"Secret {manifest.Mapping("metadata")?.Text("namespace") ?? "default"}/{manifest.Mapping("metadata")?.Text("name")}"), _problems) is { } secret)
                    _secrets.Add(secret);
                break;
            case "Endpoints" or "EndpointSlice":
                if (BackendManifests.ReadEndpoints(manifest, kind) is { } endpoints)
                    _endpoints.Add(endpoints);
                else
                    Report(manifest, $"the {kind} does not say which Service it belongs to", kind == "Endpoints" ? "give it the Service's name" : "add the label kubernetes.io/service-name");
                break;
            default:
                if (NotYetRead.Contains(kind, StringComparer.Ordinal))
                    _problems.Add(new Problem(Severity.Warning, Origin(_file).At(manifest.Start), $"{kind} is not read by this version", "write the route into a ConfigMap"));
                break;
        }
    }

    private void AddBare(YamlMappingNode document, int number)
    {
        // The nodes' own text begins at the document, so lines are the file's; only the name has to be told apart.
        string name = number == 0 ? _bareName : $"{_bareName}#{number}";
        int line = (int)document.Start.Line - 1;
        string text = DocumentText(document);
        _objects.Add(new RouteObject("default", name, [new RouteDocument(text, Origin(_file) with { LineOffset = line })], FromCluster: false));
    }

    private string DocumentText(YamlMappingNode document)
    {
        string[] lines = Lines;
        int first = (int)document.Start.Line - 1;
        int end = first + 1;
        while (end < lines.Length && !IsSeparator(lines[end]))
            end++;
        return string.Join('\n', lines[first..end]);
    }

    private string[] Lines => _lines ??= YamlDocuments.Lines(_text);

    private static bool IsSeparator(string line) => line.StartsWith("---", StringComparison.Ordinal) && (line.Length == 3 || char.IsWhiteSpace(line[3]));

    private void AddConfigMap(YamlMappingNode manifest)
    {
        YamlMappingNode? metadata = manifest.Mapping("metadata"), data = manifest.Mapping("data");
        string? label = metadata?.Mapping("labels")?.Text(RouteObject.Label);
        string? name = metadata?.Text("name");
        string @namespace = metadata?.Text("namespace") ?? "default";
        (string Key, YamlScalarNode Value)[] documents =
        [
            .. (data?.Children.AsEnumerable() ?? []).Where(pair => pair.Key is YamlScalarNode { Value: not null } && pair.Value is YamlScalarNode)
                .Select(pair => (Key: ((YamlScalarNode)pair.Key).Value!, Value: (YamlScalarNode)pair.Value))
                .Where(pair => RouteObject.IsDocumentKey(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal),
        ];
        if (label != "true")
        {
            if (documents.Any(document => document.Value.Value?.Contains("routes:", StringComparison.Ordinal) == true))
                _problems.Add(new Problem(Severity.Warning, Origin(_file).At(manifest.Start), $"ConfigMap '{name}' looks like routes but lacks the label", $"add the label {RouteObject.Label}: \"true\""));
            return;
        }

        if (name is null)
        {
            Report(manifest, "the ConfigMap has no metadata.name", null);
            return;
        }

        string title = $"ConfigMap {@namespace}/{name}";
        _objects.Add(new RouteObject(@namespace, name, [.. documents.Select(document => new RouteDocument(document.Value.Value ?? "", OriginOf(title, document.Value)))], FromCluster: false));
    }

    // The lines of a literal block (|) are the file's own, indented; any other style is re-flowed by YAML, so only its first line is known.
    private TextOrigin OriginOf(string title, YamlScalarNode value)
    {
        int line = (int)value.Start.Line;
        if (value.Style != ScalarStyle.Literal)
            return new TextOrigin(title, _file, line - 1, 0, Exact: false);
        string[] lines = Lines;
        string? first = lines.Skip(line).FirstOrDefault(text => text.AsSpan().Trim().Length > 0);
        return new TextOrigin(title, _file, line, first is null ? 0 : first.Length - first.TrimStart(' ').Length);
    }

    private TextOrigin Origin(string title) => new(title, _file);

    private void Report(YamlNode at, string message, string? fix) => _problems.Add(new Problem(Severity.Error, Origin(_file).At(at.Start), message, fix));
}
