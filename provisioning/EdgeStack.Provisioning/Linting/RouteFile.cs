namespace EdgeStack.Provisioning.Linting;

/// <summary>A file to check.</summary>
/// <param name="FullPath">To read it.</param>
/// <param name="Shown">To name it, as the person wrote it.</param>
internal readonly record struct RouteFile(string FullPath, string Shown);
