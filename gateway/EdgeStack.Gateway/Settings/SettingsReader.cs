using System.Collections;
using System.Collections.Immutable;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Problems;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Gateway.Settings;

/// <summary>
/// Reads the layers, later ones win: defaults, file, environment, command line. A list given in one layer replaces that of the layer
/// below. An unknown setting is an error with the nearest name.
/// </summary>
internal sealed class SettingsReader
{
    public const string EnvironmentPrefix = "EDGESTACK__";
    public const string DefaultFile = "/etc/edgestack/gateway.yaml";

    private readonly List<string> _errors = [];
    private readonly Dictionary<Setting, List<(string Value, string Where)>> _values = [];

    /// <param name="args">The command line.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <param name="defaultFile">The file that is read when there is one and <c>--config</c> does not name another.</param>
    public static SettingsReading Read(IReadOnlyList<string> args, IDictionary environment, string defaultFile = DefaultFile)
    {
        SettingsReader reader = new();
        string? file = reader.ConfigFile(args) ?? (File.Exists(defaultFile) ? defaultFile : null);
        if (file is not null)
            reader.ReadFile(file);
        reader.ReadEnvironment(environment);
        reader.ReadArguments(args);
        GatewayOptions options = new();
        foreach ((Setting setting, List<(string Value, string Where)> values) in reader._values)
        {
            foreach ((string value, string where) in values)
            {
                if (setting.Assign(options, value) is { } fault)
                    reader._errors.Add(where.EndsWith(setting.Key, StringComparison.OrdinalIgnoreCase) ? $"{where}: {fault}" : $"{where}: {setting.Key}: {fault}");
            }
        }

        if (!options.Listeners.AdminIsLoopback && options.AdminTokenFile is null)
            reader._errors.Add($"listeners.admin: {options.Listeners.Admin} is not loopback; set admin.tokenFile to a file with a bearer token");
        if (TunnelSettings.Complete(options) is { } missing)
            reader._errors.Add(missing);
        return new SettingsReading(options, [.. reader._errors]);
    }

    private string? ConfigFile(IReadOnlyList<string> args)
    {
        const string Key = "--config";
        string? file = args.LastOrDefault(arg => arg.StartsWith(Key + "=", StringComparison.Ordinal))?[(Key.Length + 1)..]
            ?? args.SkipWhile(arg => arg != Key).Skip(1).FirstOrDefault();
        if (file is null || File.Exists(file))
            return file;
        _errors.Add($"command line: --config: there is no file '{file}'");
        return null;
    }

    private void ReadFile(string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _errors.Add($"{file}: cannot be read: {fault.Message}");
            return;
        }

        List<Problem> problems = [];
        ImmutableArray<YamlNode> roots = YamlText.Load(text, new TextOrigin(file, file), problems);
        _errors.AddRange(problems.Select(problem => $"{problem.Where}: {problem.Message}{(problem.Fix is null ? "" : $" ({problem.Fix})")}"));
        foreach (YamlNode root in roots)
        {
            if (root is YamlMappingNode mapping)
                ReadMapping(file, "", mapping);
            else if (root is not YamlScalarNode { Value: null or "" })
                _errors.Add($"{file}:{root.Start.Line}: settings are a mapping, for example 'listeners: {{ public: http://0.0.0.0:8080 }}'");
        }
    }

    private void ReadMapping(string file, string prefix, YamlMappingNode mapping)
    {
        foreach ((YamlNode keyNode, YamlNode value) in mapping.Children)
        {
            string key = prefix + (keyNode as YamlScalarNode)?.Value;
            string where = $"{file}:{keyNode.Start.Line}:{keyNode.Start.Column}";
            // What stands below an unknown name is told with it: only both together are near to a setting.
            if (value is YamlMappingNode inner && (HasSettingsBelow(key) || (inner.Children.Count > 0 && Named(key) is null)))
                ReadMapping(file, key + ".", inner);
            else if (value is YamlSequenceNode list && list.All(item => item is YamlScalarNode))
                Set(key, [.. list.Select(item => ((YamlScalarNode)item).Value ?? "")], where);
            else if (value is YamlScalarNode scalar)
                Set(key, [scalar.Value ?? ""], where);
            else
                _errors.Add($"{where}: {key} is a text or a list of texts");
        }
    }

    private static Setting? Named(string key) => SettingsCatalogue.All.FirstOrDefault(known => known.Key == key);

    private static bool HasSettingsBelow(string key) => SettingsCatalogue.All.Any(setting => setting.Key.StartsWith(key + ".", StringComparison.Ordinal));

    private void ReadEnvironment(IDictionary environment)
    {
        foreach (DictionaryEntry variable in environment)
        {
            string name = (string)variable.Key;
            if (!name.StartsWith(EnvironmentPrefix, StringComparison.Ordinal))
                continue;
            Setting? setting = SettingsCatalogue.All.FirstOrDefault(known => known.EnvironmentName == name);
            if (setting is null)
                _errors.Add($"environment: unknown variable {name}; {NearestName.Suggestion(name, [.. SettingsCatalogue.All.Select(known => known.EnvironmentName)])}");
            else
                Set(setting.Key, ((string?)variable.Value ?? "").Split(setting.IsList ? ',' : '\0'), $"environment: {name}");
        }
    }

    private void ReadArguments(IReadOnlyList<string> args)
    {
        Dictionary<string, List<string>> given = new(StringComparer.Ordinal);
        for (int i = 0; i < args.Count; i++)
        {
            string[] parts = args[i].Split('=', 2);
            if (!parts[0].StartsWith("--", StringComparison.Ordinal))
            {
                _errors.Add($"command line: unexpected '{args[i]}'; settings are written '--listeners.public http://0.0.0.0:8080'");
                continue;
            }

            string key = parts[0][2..];
            string? value = parts.Length == 2 ? parts[1] : i + 1 < args.Count ? args[++i] : null;
            if (value is null)
                _errors.Add($"command line: {parts[0]} has no value");
            else if (key != "config")
                (given.TryGetValue(key, out List<string>? values) ? values : given[key] = []).Add(value);
        }

        foreach ((string key, List<string> values) in given)
            Set(key, values, $"command line: --{key}");
    }

    private void Set(string key, IReadOnlyList<string> values, string where)
    {
        Setting? setting = Named(key);
        if (setting is null)
            _errors.Add($"{where}: unknown setting '{key}'; {NearestName.Suggestion(key, [.. SettingsCatalogue.All.Select(known => known.Key)]) ?? "see --help"}");
        else if (values.Count > 1 && !setting.IsList)
            _errors.Add($"{where}: {key} takes one value but has {values.Count}");
        else
            _values[setting] = [.. values.Select(value => (value, where))];
    }
}
