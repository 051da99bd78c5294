using EdgeStack.Repository.Tests.Source;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Repository.Tests.Deploying;

/// <summary>One Kubernetes object of deploy/.</summary>
/// <param name="File">Path of its file.</param>
/// <param name="Root">The object.</param>
internal sealed record Manifest(string File, YamlMappingNode Root)
{
    public static IReadOnlyList<Manifest> All { get; } = [.. RepositoryTree.Files
        .Where(file => file.StartsWith("deploy/", StringComparison.Ordinal) && Path.GetExtension(file) is ".yaml" or ".yml" && Path.GetFileName(file) != "kustomization.yaml")
        .SelectMany(file => Read(file, RepositoryTree.Text(file)))];

    public string Kind => Root.Text("kind") ?? "";

    /// <summary>The spec of the pods that this object makes; null when it makes none.</summary>
    public YamlMappingNode? PodSpec => Kind switch
    {
        "Pod" => Root.At("spec"),
        "CronJob" => Root.At("spec", "jobTemplate", "spec", "template", "spec"),
        _ => Root.At("spec", "template", "spec"),
    };

    public static IEnumerable<Manifest> Read(string file, string text)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(text));
        return stream.Documents.Select(document => document.RootNode).OfType<YamlMappingNode>().Select(root => new Manifest(file, root));
    }

    /// <summary><c>path:line</c> of a part of it.</summary>
    public string Place(YamlNode node) => $"{File}:{node.Start.Line}";
}
