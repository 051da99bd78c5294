using System.Collections.Immutable;
using System.Text;
using EdgeStack.Routes.Problems;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Documents;

/// <summary>Reads Secret manifests. Problems name keys, never what stands behind them.</summary>
internal static class SecretManifests
{
    public static SecretManifest? Read(YamlMappingNode manifest, TextOrigin origin, ICollection<Problem> problems)
    {
        YamlMappingNode? metadata = manifest.Mapping("metadata");
        if (metadata?.Text("name") is not { } name)
        {
            problems.Add(new Problem(Severity.Error, origin.At(manifest.Start), "the Secret has no metadata.name"));
            return null;
        }

        int before = problems.Count;
        ImmutableDictionary<string, ReadOnlyMemory<byte>>.Builder values = ImmutableDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach ((string key, YamlScalarNode node) in Entries(manifest, "data", origin, problems))
        {
            byte[] decoded = new byte[(node.Value?.Length ?? 0) + 3];
            if (Convert.TryFromBase64String(node.Value ?? "", decoded, out int length))
                values[key] = decoded.AsMemory(0, length);
            else
                problems.Add(new Problem(Severity.Error, origin.At(node.Start), $"data.{key} of Secret '{name}' is not base64", "write plain text below 'stringData'"));
        }

        // As the API server does it: plain text wins over the encoded one.
        foreach ((string key, YamlScalarNode node) in Entries(manifest, "stringData", origin, problems))
            values[key] = Encoding.UTF8.GetBytes(node.Value ?? "");
        return problems.Count > before ? null : new SecretManifest(metadata.Text("namespace") ?? "default", name, values.ToImmutable());
    }

    private static IEnumerable<(string Key, YamlScalarNode Value)> Entries(YamlMappingNode manifest, string field, TextOrigin origin, ICollection<Problem> problems)
    {
        foreach ((YamlNode key, YamlNode value) in manifest.Mapping(field)?.Children.AsEnumerable() ?? [])
        {
            string name = (key as YamlScalarNode)?.Value ?? "";
            if (value is YamlScalarNode scalar)
                yield return (name, scalar);
            else
                problems.Add(new Problem(Severity.Error, origin.At(value.Start), $"{field}.{name} of a Secret is not a text"));
        }
    }
}
