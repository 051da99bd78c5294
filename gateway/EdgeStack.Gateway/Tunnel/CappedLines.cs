using System.Text;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>
/// Reads lines of a program that may write anything: a line without an end, bytes that are no text, a hundred megabytes a second. The pipe is always
/// drained, so that the program never waits for us, and what is kept is bounded.
/// </summary>
/// <param name="take">Gets each line, without its end and cut to <see cref="LongestLine"/> bytes.</param>
internal sealed class CappedLines(Action<string> take)
{
    public const int LongestLine = 16 * 1024;

    private readonly byte[] _line = new byte[LongestLine];
    private int _length;

    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[32 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            Take(buffer.AsSpan(0, read));
        if (_length > 0)
            End();
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Keep(bytes[..end]);
            End();
            bytes = bytes[(end + 1)..];
        }

        Keep(bytes);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        int kept = Math.Min(bytes.Length, LongestLine - _length);
        bytes[..kept].CopyTo(_line.AsSpan(_length));
        _length += kept;
    }

    private void End()
    {
        string line = Encoding.UTF8.GetString(_line, 0, _length).TrimEnd('\r');
        _length = 0;
        take(line);
    }
}
