using System.Threading.Channels;

namespace EdgeStack.Testing;

/// <summary>One open watch stream: what is still to be written to it.</summary>
internal sealed class FakeKubeApiWatcher(string plural, string? @namespace, string selector, bool metadataOnly)
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public string Plural => plural;

    /// <summary>The headers of the answer are on the way.</summary>
    public bool Open { get; set; }

    /// <summary>The connection is to be torn down instead of ended.</summary>
    public bool Cut { get; private set; }

    public ChannelReader<string> Lines => _lines.Reader;

    public void Tell(FakeKubeApiEvent happened)
    {
        if (happened.Plural == plural && (@namespace is null || @namespace == happened.Namespace) && happened.Line(selector, metadataOnly) is { } line)
            Send(line);
    }

    public void Send(string text) => _lines.Writer.TryWrite(text);

    public void End(bool cut)
    {
        Cut = cut;
        _lines.Writer.TryComplete();
    }
}
