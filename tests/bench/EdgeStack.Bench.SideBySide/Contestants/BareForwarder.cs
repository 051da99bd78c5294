using System.Globalization;

namespace EdgeStack.Bench.SideBySide.Contestants;

/// <summary>A forwarder of tests/bench that logs and counts nothing.</summary>
internal static class BareForwarder
{
    public static IReadOnlyList<string> Prepare(Site site) => [$"http://127.0.0.1:{site.Port}", $"http://{site.Backend}", site.Hosts.ToString(CultureInfo.InvariantCulture)];
}
