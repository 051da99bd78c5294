namespace EdgeStack.Gateway.State;

/// <summary>The folder that the gateway may write to, if there is one.</summary>
internal static class StateFolder
{
    /// <summary>Why nothing can be kept in it; null when it can be written to. It is never created: whoever runs the gateway decides where it writes.</summary>
    public static string? WhyUnusable(string folder)
    {
        if (!Directory.Exists(folder))
            return $"there is no folder {folder}";
        string probe = Path.Combine(folder, ".probe");
        try
        {
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"{folder} cannot be written to: {fault.Message}";
        }
    }
}
