using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Tests.Exposition;

/// <summary>Families of every kind with labels and values of every kind, right in both formats.</summary>
internal static class SomeFamilies
{
    private static readonly double[] Odd = [0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon, 9007199254740994, 0.1];
    private static readonly string[] Texts = ["", "a", "\\", "\"", "\n", "\\n", "}{,= #", " x ", "😀", "# EOF\n", "\ud800"];

    private static readonly Gen<double> AnyValue = Gen.Frequency(
        (3, Gen.Int.Select(value => (double)value)), (3, Gen.Double), (1, Gen.Int[0, Odd.Length - 1].Select(i => Odd[i])));

    private static readonly Gen<double> CounterValue = Gen.OneOf(Gen.UInt.Select(value => (double)value), Gen.Double.Where(value => value >= 0), Gen.Const(double.PositiveInfinity));

    private static readonly Gen<string> Text = Gen.OneOf(Gen.String, Gen.Int[0, Texts.Length - 1].Select(i => Texts[i]));

    private static readonly Gen<string> Help = Text.Select(text => text.Trim());

    // Names differ in their numbers, so that none is another one with a suffix.
    public static Gen<ImmutableArray<FamilySamples>> Any { get; } = Gen.Int[0, 7].Array[0, 8].SelectMany(kinds => kinds
        .Select((kind, number) => Help.SelectMany(help => Family(number, kind, help)))
        .Aggregate(Gen.Const(ImmutableArray<FamilySamples>.Empty), (all, next) => Gen.Select(all, next, (families, family) => family.Samples.IsEmpty ? families : families.Add(family))));

    private static Gen<FamilySamples> Family(int number, int kind, string help)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"m{number}_x");
        return kind switch
        {
            0 => Plain(Collector.Exposition.Family.Of(name + "_total", FamilyKind.Counter, help), CounterValue),
            1 => Plain(Collector.Exposition.Family.Of(name, FamilyKind.Counter, help), CounterValue),
            2 => Plain(Collector.Exposition.Family.Of(name, FamilyKind.Untyped, help), AnyValue),
            3 => Plain(Collector.Exposition.Family.Of(name + "_total", FamilyKind.UntypedCounter, help), CounterValue),
            4 => Histogram(Collector.Exposition.Family.Of(name, FamilyKind.Histogram, help)),
            5 => Summary(Collector.Exposition.Family.Of(name, FamilyKind.Summary, help)),
            _ => Plain(Collector.Exposition.Family.Of(name, FamilyKind.Gauge, help), AnyValue),
        };
    }

    private static Gen<FamilySamples> Plain(Family family, Gen<double> value)
    {
        SeriesShape shape = family.Shape("", "b", "a");
        return Gen.Select(Text, Text, value).Array[0, 5].Select(rows => new FamilySamples(
            family, [.. rows.Select(row => new Sample(new Series(shape, [row.Item1, row.Item2], []), row.Item3)).DistinctBy(sample => sample.Series.ToString())]));
    }

    private static Gen<FamilySamples> Histogram(Family family)
    {
        SeriesShape bucket = family.Shape("_bucket", "a", "le"), sum = family.Shape("_sum", "a"), count = family.Shape("_count", "a");
        return Gen.Select(Gen.UShort.Array[1, 6], Gen.Double[0, 1e9]).Array[0, 3].Select(all => new FamilySamples(family, [.. all.SelectMany((one, i) => Of(i.ToString(CultureInfo.InvariantCulture), one.Item1, one.Item2))]));

        IEnumerable<Sample> Of(string label, ushort[] counts, double total)
        {
            double inAll = 0;
            for (int i = 0; i < counts.Length; i++)
            {
                inAll += counts[i];
                yield return new Sample(new Series(bucket, [label, i == counts.Length - 1 ? "+Inf" : (i * 0.3).ToString(CultureInfo.InvariantCulture)], []), inAll);
            }

            yield return new Sample(new Series(sum, [label], []), total);
            yield return new Sample(new Series(count, [label], []), inAll);
        }
    }

    private static Gen<FamilySamples> Summary(Family family)
    {
        SeriesShape quantile = family.Shape("", "quantile");
        SeriesShape sum = family.Shape("_sum"), count = family.Shape("_count");
        return Gen.Select(Gen.Double[0, 1e9], Gen.UInt, (value, number) => new FamilySamples(
            family,
            [new Sample(new Series(quantile, ["0.5"], []), double.NaN), new Sample(new Series(quantile, ["1"], []), value), new Sample(new Series(sum, [], []), value), new Sample(new Series(count, [], []), number)]));
    }
}
