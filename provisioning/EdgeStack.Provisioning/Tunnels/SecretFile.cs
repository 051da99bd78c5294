namespace EdgeStack.Provisioning.Tunnels;

/// <summary>Files that only this user may read.</summary>
internal static class SecretFile
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Replaces a file so that at any moment the old or the new content is there, whole, and for this user alone. Its folder is made when it is not there.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
#pragma warning disable CA1416 // the command line is for Linux
    public static void Write(string path, string content) => Write(path, content, Mine);

    /// <summary>The same for a file that another program reads: a link stays one, and who could read the old content can read the new one.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void Renew(string path, string content)
    {
        if (!File.Exists(path))
            Write(path, content, Mine);
        else if (File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName is { } target)
            Write(target, content, File.GetUnixFileMode(target));
        else
            Write(path, content, File.GetUnixFileMode(path));
    }

    /// <summary>True when another user may read it.</summary>
    public static bool IsOpenToOthers(string path) => (File.GetUnixFileMode(path) & ~(Mine | UnixFileMode.UserExecute)) != UnixFileMode.None;

    private static void Write(string path, string content, UnixFileMode mode)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, Mine | UnixFileMode.UserExecute);
        string next = path + ".next";
        File.Delete(next);
        using (FileStream stream = new(next, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Mine }))
        using (StreamWriter writer = new(stream))
        {
            writer.Write(content);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        File.SetUnixFileMode(next, mode);
        File.Move(next, path, overwrite: true);
    }
#pragma warning restore CA1416
}
