using System.Reflection;

namespace EdgeStack.Provisioning.Embedded;

/// <summary>Texts that come along in this program: scripts for nodes and for shells.</summary>
internal static class EmbeddedText
{
    /// <param name="name">As it lies below the project: folders and file, with dots between them.</param>
    public static string Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"EdgeStack.Provisioning.{name}") ?? throw new ArgumentException($"there is no '{name}' in this program", nameof(name));
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
