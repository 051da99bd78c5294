using System.Runtime.CompilerServices;

namespace EdgeStack.Testing;

/// <summary>The checkout that the tests were built from.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = Find();

    private static string Find([CallerFilePath] string here = "")
    {
        DirectoryInfo? folder = new(System.IO.Path.GetDirectoryName(here)!);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "EdgeStack.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("EdgeStack.sln is in no folder above the tests");
    }
}
