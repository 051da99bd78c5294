using System.Text.Json;
using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>Modes, states and reasons as metrics and the admin API write them: <c>rate_limited</c>.</summary>
internal static class TunnelNames
{
    public static string Of(TunnelMode mode) => JsonNamingPolicy.SnakeCaseLower.ConvertName(mode.ToString());

    public static string Of(TunnelState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    public static string Of(RestartReason reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());
}
