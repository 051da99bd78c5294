namespace EdgeStack.Collector.Exposition;

/// <summary>
/// What OpenMetrics demands of the values in a family, beyond its grammar. The plain format demands less, and programs that count while they write would not keep it: there
/// values are taken as they are.
/// </summary>
/// <param name="family">Of these.</param>
internal sealed class OpenMetricsRules(OpenFamily family)
{
    private readonly HashSet<string> _ended = [];
    private string? _group;
    private double _bound, _inBucket, _count;
    private bool _hasBuckets, _hasCount, _hasSum, _hasNegativeBounds, _isNegative;

    private bool IsHistogram => family.Type is DeclaredType.Histogram or DeclaredType.GaugeHistogram;

    /// <summary>Checks the next sample.</summary>
    public void Add(FamilyPart part, KnownSeries known, double value)
    {
        if (part.HasGroups)
            Enter(known.Group);
        switch (family.Type)
        {
            case DeclaredType.Counter when part.IsKept:
                Require(value >= 0, "a counter is negative or no number");
                break;
            case DeclaredType.Info:
                Require(value == 1, "the value of an info is not 1");
                break;
            case DeclaredType.StateSet:
                Require(value is 0 or 1, "a state is neither 0 nor 1");
                Require(known.Series.Shape.Labels.Contains(family.Name), $"the label '{family.Name}' is missing");
                break;
            case DeclaredType.Summary when part.Suffix.Length == 0:
                Require(known.Bound is >= 0 and <= 1, "a quantile is not between 0 and 1");
                Require(!(value < 0), "the value of a quantile is negative");
                break;
            case DeclaredType.Summary or DeclaredType.Histogram or DeclaredType.GaugeHistogram when part.IsKept:
                AddPart(part.Suffix, known.Bound, value);
                break;
        }

        Require(part.IsKept || double.IsFinite(value), "the time at which a series began is no number");
    }

    /// <summary>Checks that what was begun is complete.</summary>
    public void End()
    {
        if (_group is null || !IsHistogram)
            return;
        Require(_hasBuckets && double.IsPositiveInfinity(_bound), $"a histogram of '{family.Name}' has no bucket le=\"+Inf\"");
        Require(!_hasCount || _count == _inBucket, $"the count of a histogram of '{family.Name}' is not what its bucket le=\"+Inf\" has");
        Require(_hasSum == _hasCount, $"a histogram of '{family.Name}' has only one of sum and count");
        Require(!_hasNegativeBounds || !_hasSum || family.Type == DeclaredType.GaugeHistogram, $"a histogram of '{family.Name}' has buckets below 0, and a sum");
        Require(_hasNegativeBounds || !_isNegative, $"the sum of a histogram of '{family.Name}' is negative, and its buckets are not");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new ExpositionException(otherwise);
    }

    private void Enter(string group)
    {
        if (group == _group)
            return;
        End();
        if (_group is not null)
            _ended.Add(_group);
        Require(!_ended.Contains(group), $"the samples of a histogram or summary of '{family.Name}' do not stand together");
        _group = group;
        _hasBuckets = _hasCount = _hasSum = _hasNegativeBounds = _isNegative = false;
    }

    private void AddPart(string suffix, double bound, double value)
    {
        if (suffix is "_sum" or "_gsum")
        {
            Require(suffix == "_gsum" || value >= 0, "a sum is negative or no number");
            Require(!double.IsNaN(value), "a sum is no number");
            _hasSum = true;
            _isNegative = value < 0;
            return;
        }

        Require(value >= 0 && value == Math.Truncate(value), "a count is negative or no whole number");
        if (suffix != FamilyGrammar.Bucket)
        {
            _hasCount = true;
            _count = value;
            return;
        }

        Require(!_hasBuckets || bound > _bound, "the buckets of a histogram do not stand in order");
        Require(!_hasBuckets || value >= _inBucket, "a bucket has less than the one before it");
        _hasNegativeBounds |= bound < 0;
        _hasBuckets = true;
        _bound = bound;
        _inBucket = value;
    }
}
