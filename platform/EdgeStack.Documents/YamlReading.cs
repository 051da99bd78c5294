using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Documents;

/// <summary>A YAML text, read.</summary>
/// <param name="Roots">Its documents; none when it has a fault.</param>
/// <param name="Fault">What is wrong with it.</param>
public sealed record YamlReading(ImmutableArray<YamlNode> Roots, YamlFault? Fault);
