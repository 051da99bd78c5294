using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace EdgeStack.Gateway.Proxying;

/// <summary>
/// Finds requests that come back to us by a way that no address shows: a Service's own address, another proxy, a second replica. Every
/// gateway adds its mark to what it sends on, and knows it again. Gateways one behind the other are no loop.
/// </summary>
internal sealed class LoopMark
{
    public const string Header = "X-Edgestack-Hops";

    // Nobody has that many gateways in a row; so many marks are a loop through many replicas.
    private const int MostHops = 16;

    private const char Separator = ',';

    private readonly string _own = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    public bool IsLoop(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(Header, out StringValues hops))
            return false;
        int count = 0;
        foreach (string? line in hops)
        {
            foreach (Range mark in line.AsSpan().Split(Separator))
            {
                if (++count >= MostHops || line.AsSpan(mark).Trim().SequenceEqual(_own))
                    return true;
            }
        }

        return false;
    }

    public void Add(IHeaderDictionary from, HttpRequestMessage to)
    {
        StringValues hops = from[Header];
        if (hops.Count > 0)
            to.Headers.Remove(Header);
        to.Headers.TryAddWithoutValidation(Header, hops.Count == 0 ? _own : $"{string.Join(Separator, hops.ToArray())}{Separator}{_own}");
    }
}
