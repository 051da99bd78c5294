using System.Globalization;
using CsCheck;
using EdgeStack.Collector.Sources.Kubernetes.State;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.State;

public sealed class QuantityTests
{
    private static readonly (string Suffix, double Factor)[] Units = [("", 1), ("k", 1e3), ("M", 1e6), ("Ki", 1024), ("Mi", 1048576), ("Gi", 1073741824), ("e3", 1e3)];

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("4", 4.0)]
    [InlineData("250m", 0.25)]
    [InlineData("1500m", 1.5)]
    [InlineData("100u", 0.001)]
    [InlineData("1n", 0.001)]
    [InlineData("1.5", 1.5)]
    [InlineData("-250m", -0.25)]
    [InlineData("2e3", 2000.0)]
    [InlineData("2E-1", 0.2)]
    [InlineData(".5", 0.5)]
    public void Processors_are_counted_in_thousandths_rounded_up(string text, double cores) => Assert.Equal(cores, Quantity.Thousandths(text));

    [Theory]
    [InlineData("64Mi", 67108864.0)]
    [InlineData("0.5Gi", 536870912.0)]
    [InlineData("3884376Ki", 3977601024.0)]
    [InlineData("1G", 1e9)]
    [InlineData("1k", 1000.0)]
    [InlineData("12E", null)]
    [InlineData("7E", 7e18)]
    [InlineData("1Ei", 1152921504606846976.0)]
    [InlineData("128974848000m", 128974848.0)]
    [InlineData("1m", 1.0)]
    [InlineData("12e6", 12e6)]
    public void Bytes_are_whole_and_rounded_up(string text, double? bytes) => Assert.Equal(bytes, Quantity.Whole(text));

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("1 Mi")]
    [InlineData("1mi")]
    [InlineData("Mi")]
    [InlineData("1,5")]
    [InlineData("1e")]
    [InlineData("1e99")]
    [InlineData("1e19")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("99999999999999999999999999999999999")]
    [InlineData("NaN")]
    [InlineData("٣")]
    public void What_is_no_quantity_is_none(string text)
    {
        Assert.Null(Quantity.Whole(text));
        Assert.Null(Quantity.Thousandths(text));
    }

    [Fact]
    public void A_unit_is_its_factor() => Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, Units.Length - 1])
        .Sample((number, unit) => Quantity.Whole(number.ToString(CultureInfo.InvariantCulture) + Units[unit].Suffix) == number * Units[unit].Factor);

    [Fact]
    public void No_text_at_all_throws() => Fuzz.Run(["250m", "1.5Gi", "12e6", "-3.25E-2", "9223372036854775807Ei"], text =>
    {
        _ = Quantity.Whole(text);
        _ = Quantity.Thousandths(text);
    });
}
