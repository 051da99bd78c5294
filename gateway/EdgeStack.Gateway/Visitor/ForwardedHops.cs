using System.Net;
using Microsoft.Extensions.Primitives;

namespace EdgeStack.Gateway.Visitor;

/// <summary>X-Forwarded-For, read from the right: each item is believed because the hop to its right is trusted.</summary>
/// <param name="Believed">Nearest first; the last one is the visitor. Empty when the header names nobody.</param>
/// <param name="IsValid">False when an item that had to be believed is not an address, or the visitor's cannot be one.</param>
internal readonly record struct ForwardedHops(List<IPAddress> Believed, bool IsValid)
{
    /// <param name="lines">The header's lines in their order: together they are one list.</param>
    /// <param name="isTrusted">Who is believed about the item to its left.</param>
    public static ForwardedHops Read(StringValues lines, Func<IPAddress, bool> isTrusted)
    {
        List<IPAddress> believed = [];
        for (int line = lines.Count - 1; line >= 0; line--)
        {
            ReadOnlySpan<char> rest = lines[line];
            int comma;
            do
            {
                comma = rest.LastIndexOf(',');
                ReadOnlySpan<char> item = rest[(comma + 1)..].Trim(" \t");
                rest = rest[..Math.Max(comma, 0)];
                if (item.IsEmpty)
                    continue;
                if (VisitorAddress.ReadHop(item) is not { } address)
                    return new ForwardedHops([], IsValid: false);
                believed.Add(address);
                if (!isTrusted(address))
                    return Checked(believed);
            }
            while (comma >= 0);
        }

        return Checked(believed);
    }

    /// <summary>The list to pass on: the visitor first.</summary>
    public string Text(IPAddress? peer)
    {
        IEnumerable<IPAddress> hops = Enumerable.Reverse(Believed);
        return string.Join(", ", peer is null ? hops : hops.Append(peer));
    }

    private static ForwardedHops Checked(List<IPAddress> believed) =>
        believed.Count == 0 || VisitorAddress.CanBeAVisitor(believed[^1]) ? new ForwardedHops(believed, IsValid: true) : new ForwardedHops([], IsValid: false);
}
