using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Local;

/// <summary>The last few lines of a stream; written by the task that reads it, read once that has ended.</summary>
internal sealed class LastLines(int capacity)
{
    private readonly Queue<string> _lines = new(capacity);

    public void Add(string line)
    {
        if (_lines.Count == capacity)
            _lines.Dequeue();
        _lines.Enqueue(line);
    }

    public ImmutableArray<string> ToImmutableArray() => [.. _lines];
}
