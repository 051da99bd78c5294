using EdgeStack.Collector.Sources.Host;

namespace EdgeStack.Collector.Sources.RaspberryPi;

/// <summary>Which Raspberry Pi we run on, looked for until it is known: no machine becomes one while it runs.</summary>
internal sealed class OwnBoard(HostRoots roots)
{
    private PiBoard? _board;

    /// <summary>Whether it is known that this is none.</summary>
    public bool IsNone { get; private set; }

    /// <summary>The board; null when it is no Raspberry Pi.</summary>
    /// <exception cref="IOException">A file is there and cannot be read.</exception>
    public PiBoard? Find()
    {
        if (_board is not null || IsNone)
            return _board;
        _board = PiBoard.Read(roots);
        IsNone = _board is null;
        return _board;
    }

    /// <summary>How often to look: elsewhere there is nothing to be seen.</summary>
    public TimeSpan Rhythm(TimeSpan ofPi) => IsNone ? TimeSpan.FromHours(1) : ofPi;
}
