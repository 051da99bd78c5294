using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Host.TextFiles;

/// <summary>What the files of one reading hold together: several may have series of one family, none the same series.</summary>
/// <param name="samples">Where they go.</param>
/// <param name="isOurs">Names that no file may have.</param>
/// <param name="most">How many samples all files together may have.</param>
internal sealed class TextFilePage(SampleWriter samples, Func<string, bool> isOurs, int most)
{
    private readonly Dictionary<string, FamilyKind> _kinds = [];
    private readonly HashSet<string> _series = [];

    /// <summary>Takes a file's families. One that cannot be taken is reported and left out.</summary>
    /// <returns>Why nothing of the file was taken; null when it was.</returns>
    public string? Add(string file, ImmutableArray<FamilySamples> families)
    {
        if (_series.Count + families.Sum(family => family.Samples.Length) > most)
            return $"the files have more than {most} samples together";
        foreach (FamilySamples family in families)
        {
            string name = family.Family.Name;
            if (isOurs(name))
                samples.Report($"{file}: {name} is a family of this program and is not taken from a file");
            else if (_kinds.TryGetValue(name, out FamilyKind kind) && kind != family.Family.Kind)
                samples.Report($"{file}: {name} is of another type in another file");
            else
                Add(file, family);
        }

        return null;
    }

    private void Add(string file, FamilySamples family)
    {
        _kinds[family.Family.Name] = family.Family.Kind;
        foreach (Sample sample in family.Samples)
        {
            if (_series.Add(sample.Series.ToString()))
                samples.Add(sample.Series.Shape, sample.Value, sample.Series.Values.AsSpan());
            else
                samples.Report($"{file}: {sample.Series} is in another file too");
        }
    }
}
