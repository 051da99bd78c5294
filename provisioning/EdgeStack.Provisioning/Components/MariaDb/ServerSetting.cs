using System.Globalization;

namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>A line of the configuration.</summary>
/// <param name="Name">As the server's variable is called.</param>
/// <param name="Value">As it is written: 128M, ON.</param>
internal sealed record ServerSetting(string Name, string Value)
{
    private const string Loose = "loose_";

    /// <summary>Servers of some versions do not have it, and start without it.</summary>
    public bool IsUnknownToSome { get; init; }

    /// <summary>As SHOW VARIABLES has it: sizes in bytes.</summary>
    public string InForce => Value[^1] switch
    {
        'K' when long.TryParse(Value[..^1], out long size) => Bytes(size, 10),
        'M' when long.TryParse(Value[..^1], out long size) => Bytes(size, 20),
        'G' when long.TryParse(Value[..^1], out long size) => Bytes(size, 30),
        _ => Value,
    };

    /// <summary>As a line of the file.</summary>
    public string Line => $"{(IsUnknownToSome ? Loose : "")}{Name} = {Value}";

    /// <summary>Names of a variable may be written with either, and with our prefix.</summary>
    public bool IsNamed(string name)
    {
        string written = name.Replace('-', '_');
        return Name.Equals(written.StartsWith(Loose, StringComparison.OrdinalIgnoreCase) ? written[Loose.Length..] : written, StringComparison.OrdinalIgnoreCase);
    }

    private static string Bytes(long size, int shift) => (size << shift).ToString(CultureInfo.InvariantCulture);
}
