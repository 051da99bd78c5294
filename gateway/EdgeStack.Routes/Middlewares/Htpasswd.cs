using System.Collections.Immutable;

namespace EdgeStack.Routes.Middlewares;

/// <summary>Users, a line each, as <c>htpasswd</c> writes them: <c>name:hash</c>. Empty lines and lines that begin with <c>#</c> are skipped.</summary>
public static class Htpasswd
{
    // Tolerated like the API server's limit for a Secret.
    private const int MaxName = 255;

    /// <summary>Reads all lines. Of several lines with one name the last one counts, as in Traefik.</summary>
    public static HtpasswdReading Read(string text)
    {
        Dictionary<string, UserEntry> users = new(StringComparer.Ordinal);
        ImmutableArray<string>.Builder faults = ImmutableArray.CreateBuilder<string>();
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> entry = line.Trim();
            if (entry.IsEmpty || entry[0] == '#')
                continue;
            if (TryReadEntry(entry.ToString(), out UserEntry? user, out string? fault))
                users[user!.Name] = user;
            else
                faults.Add($"line {number}: {fault}");
        }

        return new HtpasswdReading([.. users.Values], faults.ToImmutable());
    }

    /// <summary>Reads one <c>name:hash</c>.</summary>
    /// <returns>False with a sentence that repeats nothing of the hash.</returns>
    public static bool TryReadEntry(string written, out UserEntry? user, out string? fault)
    {
        user = null;
        string entry = written.Trim();
        int colon = entry.IndexOf(':');
        if (colon <= 0)
        {
            fault = "is not 'name:hash'";
            return false;
        }

        string name = entry[..colon];
        if (name.Length > MaxName || name.Any(char.IsControl))
        {
            fault = "the user's name is too long or has control characters";
            return false;
        }

        if (PasswordHash.TryParse(entry[(colon + 1)..], out PasswordHash? hash, out fault))
            user = new UserEntry(name, hash!);
        return user is not null;
    }
}
