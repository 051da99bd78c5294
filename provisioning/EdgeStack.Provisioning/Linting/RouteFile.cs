using EdgeStack.RouteFolders;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Provisioning.Linting;

/// <summary>A file to check.</summary>
/// <param name="FullPath">To read it.</param>
/// <param name="Shown">To name it, as the person wrote it.</param>
/// <param name="Name">For its routes, as a gateway that serves the folder names them.</param>
internal readonly record struct RouteFile(string FullPath, string Shown, string Name)
{
    /// <returns>Null when it cannot be read; why is then among the problems.</returns>
    public string? ReadText(ICollection<Problem> problems)
    {
        switch (RouteFileReading.Of(FullPath))
        {
            case RouteFileReading.Text text:
                return text.Letters;
            case RouteFileReading.Refused refused:
                problems.Add(RouteFiles.CannotBeRead(Shown, refused.Why));
                break;
        }

        return null;
    }
}
