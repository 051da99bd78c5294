using System.Globalization;
using CsCheck;
using EdgeStack.Collector.Sources.Host;

namespace EdgeStack.Collector.Tests.Sources.Host;

public sealed class KernelTextTests
{
    [Theory]
    [InlineData("0", true, 0)]
    [InlineData("18446744073709551615", true, 18446744073709551615d)]
    [InlineData("18446744073709551616", false, 0)]
    [InlineData("-1", false, 0)]
    [InlineData("+1", false, 0)]
    [InlineData(" 1", false, 0)]
    [InlineData("1.5", false, 0)]
    [InlineData("1e3", false, 0)]
    [InlineData("0x10", false, 0)]
    [InlineData("", false, 0)]
    [InlineData("١", false, 0)]
    public void A_count_is_digits_of_64_bits_and_nothing_else(string word, bool isCount, double value)
    {
        Assert.Equal(isCount, KernelText.TryCount(word, out double count));
        if (isCount)
            Assert.Equal(value, count);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("0", "0")]
    [InlineData("0-3", "0 1 2 3")]
    [InlineData("0,2-3", "0 2 3")]
    [InlineData("3-1", null)]
    [InlineData("1-2-3", null)]
    [InlineData("a", null)]
    [InlineData("-1", null)]
    [InlineData("0-4294967296", null)]
    [InlineData("0-999999", null)]
    public void A_set_is_numbers_and_ranges(string list, string? numbers) =>
        Assert.Equal(numbers, KernelText.Set(list) is { } set ? string.Join(' ', set) : null);

    [Fact]
    public void Any_count_is_read_as_it_was_written() => Gen.ULong.Sample(number =>
    {
        Assert.True(KernelText.TryCount(number.ToString(CultureInfo.InvariantCulture), out double count));
        Assert.True(KernelText.TryHex(number.ToString("x16", CultureInfo.InvariantCulture), out double hex));
        return count == number && hex == number;
    });

    [Fact]
    public void Any_set_is_read_as_it_was_written() => Gen.Int[0, 500].HashSet[0, 40].Sample(numbers =>
        KernelText.Set(string.Join(',', numbers))!.ToHashSet().SetEquals(numbers));

    [Fact]
    public void No_text_is_too_strange_for_a_set() => Gen.String.Sample(text => KernelText.Set(text) is null or { Count: <= 8192 });
}
