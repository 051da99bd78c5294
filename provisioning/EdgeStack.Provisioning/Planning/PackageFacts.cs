using System.Collections.Frozen;

namespace EdgeStack.Provisioning.Planning;

/// <summary>Debian packages as they are on a node.</summary>
/// <param name="Versions">Of those that are installed.</param>
/// <param name="IsInterrupted">An installation was begun and not finished: dpkg refuses everything until it is.</param>
internal sealed record PackageFacts(FrozenDictionary<string, string> Versions, bool IsInterrupted)
{
    public static PackageFacts Parse(FactAnswer answer)
    {
        string[] lines = answer.Lines;
        int audit = Array.IndexOf(lines, "audit");
        return new PackageFacts(
            lines.Take(Math.Max(audit, 0)).Select(line => line.Split(' ')).Where(words => words is [_, "installed", _]).ToFrozenDictionary(words => words[0], words => words[2], StringComparer.Ordinal),
            audit >= 0 && lines.Skip(audit + 1).FirstOrDefault() is { } count && count != "0");
    }
}
