using EdgeStack.Provisioning.Schema;
using YamlDotNet.Core;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>Which folders are the system's: who may write there from elsewhere, or owns them, owns the node.</summary>
internal static class SystemFolders
{
    // What is below these is the user's. Of /var only what is nobody else's there.
    private static readonly string[] OfUsers = ["/data", "/export", "/exports", "/home", "/media", "/mnt", "/nfs", "/opt", "/srv", "/storage", "/volume", "/volumes", "/var/backups", "/var/local", "/var/nfs"];

    /// <summary>Tells when a folder of the inventory is not below one that is for users.</summary>
    /// <param name="fields">Where the folder stands.</param>
    /// <param name="key">Behind which key.</param>
    /// <param name="tell">Where, what, and what to do.</param>
    /// <param name="isMount">A disk may also be mounted at the whole of such a folder.</param>
    public static void Check(Fields fields, string key, Action<Mark, string, string?> tell, bool isMount = false)
    {
        string path = fields.Text(key)!;
        if (!OfUsers.Any(folder => IsWithin(path, folder) && (isMount || path != folder)))
            tell(fields.At(key), $"{path} is the system's, or may be", "take a folder of its own below /srv, /mnt, /media, /data or /home/NAME");
        else if (!isMount && path.StartsWith("/home/", StringComparison.Ordinal) && path.Count(letter => letter == '/') < 3)
            tell(fields.At(key), $"{path} is somebody's home", "take a folder of its own in it");
    }

    /// <summary>The folder itself, or one below it.</summary>
    public static bool IsWithin(string path, string folder) => path == folder || path.StartsWith($"{folder}/", StringComparison.Ordinal);
}
