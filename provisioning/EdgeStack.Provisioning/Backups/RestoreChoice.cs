using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Backups;

/// <summary>What a restore would do.</summary>
/// <param name="Id">The dump that it begins with.</param>
/// <param name="Finished">When that was whole, in seconds since 1970.</param>
/// <param name="To">How far it goes: seconds since 1970, <c>end</c> for all that is there, <c>dump</c> for the dump alone.</param>
/// <param name="Logs">How many binary logs there are behind the dump.</param>
/// <param name="Now">The databases that are there now.</param>
internal sealed record RestoreChoice(string Id, long Finished, string To, int Logs, ImmutableArray<string> Now);
