using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Components.Backup;

/// <summary>Whether a folder lies on the disk that has MariaDB's data: a copy there would go with it.</summary>
internal static class DiskQuery
{
    /// <summary>Of each of the two: the number of its file system, and the disks below. What is not there yet will be where its parent is.</summary>
    public static FactQuery.Command Of(string path) => new($$"""
        data=$(my_print_defaults --mysqld 2>/dev/null | sed -n 's/^--datadir=//p' | tail -n 1)
        for place in "${data:-/var/lib/mysql}" {{ShellText.Quote(path)}}; do
          while [ ! -e "$place" ]; do place=${place%/*}; place=${place:-/}; done
          disks=$(lsblk -snro NAME,TYPE -- "$(findmnt -nvro SOURCE -T "$place")" 2>/dev/null | sed -n 's/ disk$//p' | sort -u | tr '\n' ' ')
          echo "$(stat -c %d -- "$place") $disks"
        done
        """);

    /// <exception cref="FormatException">The answer is another one.</exception>
    public static bool IsSame(FactAnswer answer) => answer.Lines is [var data, var copy]
        ? data.Split(' ', StringSplitOptions.RemoveEmptyEntries).Intersect(copy.Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal).Any()
        : throw new FormatException("it does not say on which disks the data and the copy lie");
}
