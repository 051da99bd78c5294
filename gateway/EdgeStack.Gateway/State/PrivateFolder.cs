namespace EdgeStack.Gateway.State;

/// <summary>A folder that this user alone may enter: made with mode 0700, and refused when it is there and others may.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <returns>What is wrong with the folder and what to do, or null.</returns>
    /// <exception cref="UnauthorizedAccessException">It can be neither made nor looked at.</exception>
    /// <exception cref="IOException">Likewise.</exception>
#pragma warning disable CA1416 // the gateway is for Linux
    public static string? Prepare(string folder)
    {
        Directory.CreateDirectory(folder, OwnerOnly);
        return (File.GetUnixFileMode(folder) & Others) is var others and not UnixFileMode.None
            ? $"others may enter the folder '{folder}' ({others}); 'chmod 700' it, or name a folder in it that does not exist yet" : null;
    }
#pragma warning restore CA1416
}
