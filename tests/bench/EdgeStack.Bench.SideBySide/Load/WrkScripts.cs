namespace EdgeStack.Bench.SideBySide.Load;

/// <summary>Lua for wrk.</summary>
internal static class WrkScripts
{
    /// <summary>GET / of one host after the other; made before the start, so that ten hosts cost wrk the same as ten thousand.</summary>
    public static string OneHostAfterTheOther(int hosts) => $$"""
        local requests, at = {}, 0
        init = function()
          for number = 0, {{hosts - 1}} do requests[number] = wrk.format("GET", "/", { Host = "h" .. number .. ".example" }) end
        end
        request = function()
          at = (at + 1) % {{hosts}}
          return requests[at]
        end

        """;

    public static string Post(int bytes) => $"""
        wrk.method = "POST"
        wrk.body = string.rep("x", {bytes})

        """;
}
