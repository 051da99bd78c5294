using System.Buffers;
using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Pages;

/// <summary>
/// The families of a page while it is written, in their order. A family of several sources (servers, targets) stands once, with the samples of all; one that is called the same
/// and means something else is left out. What it is made of is used again for the next page. Not for several threads.
/// </summary>
internal sealed class PageFamilies
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<List<FamilySamples>> _inOrder = [];

    public void Add(ImmutableArray<FamilySamples> families)
    {
        foreach (FamilySamples samples in families)
        {
            if (_places.TryGetValue(samples.Family.Name, out int place))
            {
                if (_inOrder[place][0].Family.Kind == samples.Family.Kind)
                    _inOrder[place].Add(samples);
                continue;
            }

            place = _names.Count;
            _names.Add(samples.Family.Name);
            _places.Add(samples.Family.Name, place);
            if (place == _inOrder.Count)
                _inOrder.Add([]);
            _inOrder[place].Add(samples);
        }
    }

    /// <summary>Writes them and forgets them: what the sources said then is not kept alive.</summary>
    public void WriteAndForget(IBufferWriter<byte> output, ExpositionFormat format)
    {
        try
        {
            for (int place = 0; place < _names.Count; place++)
                ExpositionWriter.Write(output, _inOrder[place][0].Family, _inOrder[place], format, _names);
        }
        finally
        {
            _inOrder.ForEach(static samples => samples.Clear());
            _places.Clear();
            _names.Clear();
        }
    }
}
