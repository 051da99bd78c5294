using System.Collections.Immutable;
using System.Text;
using CsCheck;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Tests.Exposition;

public sealed class ExpositionPropertyTests
{
    [Fact]
    public void What_is_written_in_the_plain_format_is_read_as_it_was()
    {
        SomeFamilies.Any.Sample(families =>
            Assert.Equal(Facts(families, Plain), Facts(Exposed.Families(Exposed.Text(families, ExpositionFormat.PlainText)), family => family.Kind)));
    }

    [Fact]
    public void What_is_written_as_OpenMetrics_is_read_as_it_was()
    {
        SomeFamilies.Any.Sample(families =>
            Assert.Equal(Facts(families, Open), Facts(Exposed.Families(Exposed.Text(families, ExpositionFormat.OpenMetrics), ExpositionFormat.OpenMetrics), family => family.Kind)));
    }

    [Fact]
    public void From_one_format_to_the_other_and_back_only_types_get_lost()
    {
        SomeFamilies.Any.Sample(families =>
        {
            IReadOnlyList<FamilySamples> plain = Exposed.Families(Exposed.Text(families, ExpositionFormat.PlainText));
            IReadOnlyList<FamilySamples> open = Exposed.Families(Exposed.Text(plain, ExpositionFormat.OpenMetrics), ExpositionFormat.OpenMetrics);
            IReadOnlyList<FamilySamples> again = Exposed.Families(Exposed.Text(open, ExpositionFormat.PlainText));

            Assert.Equal(Facts(plain, Open), Facts(again, family => family.Kind));
        });
    }

    [Fact]
    public void A_reader_that_has_read_other_texts_reads_the_same_as_a_new_one()
    {
        Gen.Select(SomeFamilies.Any, Gen.Bool).Array[2, 5].Sample(texts =>
        {
            ExpositionReader reader = new();
            foreach ((ImmutableArray<FamilySamples> families, bool isOpen) in texts)
            {
                ExpositionFormat format = isOpen ? ExpositionFormat.OpenMetrics : ExpositionFormat.PlainText;
                string text = Exposed.Text(families, format);
                ExpositionReading.Whole whole = Assert.IsType<ExpositionReading.Whole>(reader.Read(Encoding.UTF8.GetBytes(text), format));
                Assert.Equal(Facts(Exposed.Families(text, format), family => family.Kind), Facts(whole.Families, family => family.Kind));
            }
        });
    }

    [Fact]
    public void Whatever_comes_is_read_or_refused_and_what_is_read_can_be_written_and_read()
    {
        IReadOnlyList<string> corpus = [.. GoldenCase.Names("Reader").Select(name => GoldenCase.Read("Reader", name).Input)];
        ExpositionReader plain = new(), open = new();

        long tried = Fuzz.Run(corpus, text =>
        {
            Check(plain, text, ExpositionFormat.PlainText);
            Check(open, text, ExpositionFormat.OpenMetrics);
        });

        Assert.True(tried > 10, $"only {tried} texts were tried");
    }

    private static void Check(ExpositionReader reader, string text, ExpositionFormat format)
    {
        ExpositionReading reading = reader.Read(Encoding.UTF8.GetBytes(text), format);
        ExpositionReading fresh = Exposed.Read(text, format);
        Assert.Equal(fresh.GetType(), reading.GetType());
        if (reading is not ExpositionReading.Whole whole)
            return;
        string written = Exposed.Text(whole.Families, ExpositionFormat.PlainText);
        Assert.Equal(Exposed.Text(((ExpositionReading.Whole)fresh).Families, ExpositionFormat.PlainText), written);
        Assert.Equal(written, Exposed.Text(Exposed.Families(written), ExpositionFormat.PlainText));
    }

    // What the plain format has no word for.
    private static FamilyKind Plain(Family family) => family.Kind == FamilyKind.UntypedCounter ? FamilyKind.Untyped : family.Kind;

    // In OpenMetrics a counter is one by its name.
    private static FamilyKind Open(Family family) =>
        family.Kind == FamilyKind.UntypedCounter || (family.Kind == FamilyKind.Counter && !family.Name.EndsWith("_total", StringComparison.Ordinal)) ? FamilyKind.Untyped : family.Kind;

    private static IReadOnlyList<(string, FamilyKind, string, string, double)> Facts(IEnumerable<FamilySamples> families, Func<Family, FamilyKind> kind) =>
    [
        .. families.SelectMany(family => family.Samples.Select(sample => (family.Family.Name, kind(family.Family), Tidy(family.Family.Help), Labels(sample.Series), sample.Value))),
    ];

    private static string Labels(Series series) => series.Shape.SampleName + string.Concat(series.Shape.Labels.Zip(series.Values)
        .Where(label => label.Second.Length > 0).OrderBy(label => label.First, StringComparer.Ordinal).Select(label => $",{label.First}={Tidy(label.Second).Replace('\0', '\uFFFD')}"));

    // Halves of surrogate pairs are no letters.
    private static string Tidy(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
