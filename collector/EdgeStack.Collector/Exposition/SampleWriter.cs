using System.Collections.Immutable;

namespace EdgeStack.Collector.Exposition;

/// <summary>
/// Where a source puts what it reads. One writer belongs to one source and is used again at every reading: series that were there before are not made anew.
/// </summary>
/// <param name="constants">Labels that every series gets, unless it has one of that name.</param>
/// <param name="aliases">Second names that families get.</param>
internal sealed class SampleWriter(ImmutableArray<KeyValuePair<string, string>> constants, FamilyAliases aliases)
{
    // Nobody reads more, and a file of garbage has one on every line.
    private const int MostProblems = 100;

    private readonly Dictionary<SeriesShape, SeriesOfShape> _shapes = [];
    private readonly Dictionary<Family, List<Sample>> _families = [];
    private readonly List<Family> _inOrder = [];
    private readonly List<string> _problems = [];
    private readonly HashSet<Series> _seen = [];

    public SampleWriter(ImmutableArray<KeyValuePair<string, string>> constants) : this(constants, FamilyAliases.None)
    {
    }

    public SampleWriter() : this([])
    {
    }

    /// <summary>What was wrong in this reading, though not with all of it: one sentence each, with the place. Of very many only the first.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>How many there were besides.</summary>
    public int UntoldProblems { get; private set; }

    /// <summary>Adds a sample. Its labels' values are in the order of the family's labels.</summary>
    public void Add(Family family, double value, params ReadOnlySpan<string> labels) => Add(family.Value, value, labels);

    /// <summary>Adds a sample. A series that is there already keeps its first value, and the second one is a problem.</summary>
    public void Add(SeriesShape shape, double value, params ReadOnlySpan<string> labels)
    {
        if (!_shapes.TryGetValue(shape, out SeriesOfShape? known))
            _shapes[shape] = known = new SeriesOfShape(shape, constants);
        Series series = known.Of(labels);
        if (!_seen.Add(series))
        {
            Report($"{series} was read twice; the first value counts");
            return;
        }

        if (!_families.TryGetValue(shape.Family, out List<Sample>? samples))
            _families[shape.Family] = samples = [];
        if (samples.Count == 0)
            _inOrder.Add(shape.Family);
        samples.Add(new Sample(series, value));
        if (shape != shape.Family.Value)
            return;
        foreach ((SeriesShape other, double factor) in aliases.Of(shape.Family))
            Add(other, value * factor, labels);
    }

    /// <summary>Says that a part of the source cannot be read; the rest counts.</summary>
    /// <param name="problem">What and where: <c>/sys/class/hwmon/hwmon0/temp1_input: 'abc' is not a number</c>.</param>
    public void Report(string problem)
    {
        if (_problems.Count < MostProblems)
            _problems.Add(problem);
        else
            UntoldProblems++;
    }

    /// <summary>What was added since <see cref="Begin"/>, families in the order of their first samples.</summary>
    public ImmutableArray<FamilySamples> Take()
    {
        ImmutableArray<FamilySamples> taken = [.. _inOrder.Select(family => new FamilySamples(family, [.. _families[family]]))];
        foreach ((SeriesShape shape, SeriesOfShape known) in _shapes)
        {
            known.Forget(_seen);
            if (known.IsEmpty)
                _shapes.Remove(shape);
        }

        // Those of a target come and go.
        foreach ((Family family, List<Sample> samples) in _families)
        {
            if (samples.Count == 0)
                _families.Remove(family);
        }

        return taken;
    }

    /// <summary>Begins a reading.</summary>
    public void Begin()
    {
        foreach (Family family in _inOrder)
            _families[family].Clear();
        _inOrder.Clear();
        _problems.Clear();
        UntoldProblems = 0;
        _seen.Clear();
    }
}
