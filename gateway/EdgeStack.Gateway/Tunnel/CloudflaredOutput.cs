namespace EdgeStack.Gateway.Tunnel;

/// <summary>
/// Takes cloudflared's lines: keeps the last ones and tells what they mean. A flood of them costs no more than a bounded part of a processor: above some
/// hundred a second lines are only counted. What is missed then, <c>/ready</c> still says.
/// </summary>
/// <param name="board">Keeps the last lines.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Gets what a line means.</param>
/// <param name="log">Gets lines for the program's log.</param>
internal sealed class CloudflaredOutput(TunnelBoard board, TimeProvider time, Action<TunnelFact> tell, Action<string> log)
{
    private const int MostASecond = 200;

    private const string Hint = "See '"; // … 'cloudflared tunnel run --help'.

    private long _second;
    private int _taken;
    private int _dropped;

    /// <summary>The last line that says something, as a person would read it.</summary>
    public string? LastText { get; private set; }

    public void Take(string line)
    {
        if (line.Length == 0 || !IsWithinLimit())
            return;
        board.Keep(line);
        CloudflaredLine read = CloudflaredLine.Read(line);
        if (read.Text.Length > 0 && !read.Text.StartsWith(Hint, StringComparison.Ordinal))
            LastText = read.Text;
        log(line);
        if (FactReader.Of(read) is { } fact)
            tell(fact);
    }

    private bool IsWithinLimit()
    {
        long second = time.GetTimestamp() / time.TimestampFrequency;
        if (second != _second)
        {
            if (_dropped > 0)
                board.Keep($"[{_dropped} lines more]");
            (_second, _taken, _dropped) = (second, 0, 0);
        }

        if (_taken++ < MostASecond)
            return true;
        _dropped++;
        return false;
    }
}
