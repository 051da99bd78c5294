using EdgeStack.Provisioning.Local;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Commands;

/// <summary>What a command touches outside itself; tests pass their own.</summary>
/// <param name="Screen">Where data and progress go.</param>
/// <param name="Http">For the gateway's admin API and health.</param>
/// <param name="Time">The clock of every time-out and of the lines shown.</param>
/// <param name="Directory">The working directory: <c>./routes</c> is looked for here.</param>
/// <param name="Stop">Ctrl-C and its friends.</param>
internal sealed record Surroundings(Screen Screen, HttpClient Http, TimeProvider Time, string Directory, StopRequests Stop)
{
    public required GatewayLocator Gateway { get; init; }
}
