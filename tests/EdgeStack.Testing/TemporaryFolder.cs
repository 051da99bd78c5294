namespace EdgeStack.Testing;

/// <summary>A folder of one test's own, gone with the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("edgestack-test-").FullName;

    /// <summary>The full path of a file in the folder.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file as editors do, new beside old and then renamed, and returns its full path.</summary>
    public string Write(string name, string text)
    {
        string file = File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        System.IO.File.WriteAllText(file + ".new~", text);
        System.IO.File.Move(file + ".new~", file, overwrite: true);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
