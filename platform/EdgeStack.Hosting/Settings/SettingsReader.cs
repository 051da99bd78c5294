using System.Collections;
using System.Collections.Immutable;
using EdgeStack.Documents;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Hosting.Settings;

/// <summary>
/// Reads the layers, later ones win: defaults, file, environment, command line. A list given in one layer replaces that of the layer
/// below. An unknown setting is an error with the nearest name.
/// </summary>
internal sealed class SettingsReader<TOptions>(ProgramSettings<TOptions> program)
    where TOptions : new()
{
    private readonly List<string> _errors = [];
    private readonly Dictionary<Setting<TOptions>, List<(string Value, string Where)>> _values = [];

    public SettingsReading<TOptions> Read(IReadOnlyList<string> args, IDictionary environment, string defaultFile)
    {
        string? file = ConfigFile(args) ?? (File.Exists(defaultFile) ? defaultFile : null);
        if (file is not null)
            ReadFile(file);
        ReadEnvironment(environment);
        ReadArguments(args);
        TOptions options = new();
        foreach ((Setting<TOptions> setting, List<(string Value, string Where)> values) in _values)
        {
            foreach ((string value, string where) in values)
            {
                if (setting.Assign(options, value) is { } fault)
                    _errors.Add(where.EndsWith(setting.Key, StringComparison.OrdinalIgnoreCase) ? $"{where}: {fault}" : $"{where}: {setting.Key}: {fault}");
            }
        }

        _errors.AddRange(program.Complete(options));
        return new SettingsReading<TOptions>(options, [.. _errors]);
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

        YamlReading reading = YamlDocuments.Read(text);
        if (reading.Fault is { } wrong)
            _errors.Add($"{Where(file, wrong.At)}: {wrong.Message}{(wrong.Fix is null ? "" : $" ({wrong.Fix})")}");
        foreach (YamlNode root in reading.Roots)
        {
            if (root is YamlMappingNode mapping)
                ReadMapping(file, "", mapping);
            else if (root is not YamlScalarNode { Value: null or "" })
                _errors.Add($"{file}:{root.Start.Line}: settings are a mapping, for example 'listeners: {{ metrics: http://0.0.0.0:9901 }}'");
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

    private static string Where(string file, Mark at) => at.Line > 0 ? $"{file}:{at.Line}:{at.Column}" : file;

    private Setting<TOptions>? Named(string key) => program.All.FirstOrDefault(known => known.Key == key);

    private bool HasSettingsBelow(string key) => program.All.Any(setting => setting.Key.StartsWith(key + ".", StringComparison.Ordinal));

    private void ReadEnvironment(IDictionary environment)
    {
        foreach (DictionaryEntry variable in environment)
        {
            string name = (string)variable.Key;
            if (!name.StartsWith(Setting<TOptions>.EnvironmentPrefix, StringComparison.Ordinal))
                continue;
            Setting<TOptions>? setting = program.All.FirstOrDefault(known => known.EnvironmentName == name);
            if (setting is null)
                _errors.Add($"environment: unknown variable {name}; {NearestName.Suggestion(name, [.. program.All.Select(known => known.EnvironmentName)])}");
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
                _errors.Add($"command line: unexpected '{args[i]}'; settings are written '--listeners.metrics http://0.0.0.0:9901'");
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
        Setting<TOptions>? setting = Named(key);
        if (setting is null)
            _errors.Add($"{where}: unknown setting '{key}'; {NearestName.Suggestion(key, [.. program.All.Select(known => known.Key)]) ?? "see --help"}");
        else if (values.Count > 1 && !setting.IsList)
            _errors.Add($"{where}: {key} takes one value but has {values.Count}");
        else
            _values[setting] = [.. values.Select(value => (value, where))];
    }
}
