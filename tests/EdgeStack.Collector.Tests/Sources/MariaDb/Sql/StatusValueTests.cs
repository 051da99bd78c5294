using System.Globalization;
using CsCheck;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Tests.Sources.MariaDb.Sql;

public sealed class StatusValueTests
{
    [Theory]
    [InlineData("17", 17)]
    [InlineData("-1", -1)]
    [InlineData("0.5", 0.5)]
    [InlineData("1.5e3", 1500)]
    [InlineData("18446744073709551615", 18446744073709551615d)]
    [InlineData("Yes", 1)]
    [InlineData("ON", 1)]
    [InlineData("No", 0)]
    [InlineData("OFF", 0)]
    [InlineData("DISABLED", 0)]
    [InlineData("Connecting", 0)]
    [InlineData("Primary", 1)]
    [InlineData("non-Primary", 0)]
    [InlineData("Disconnected", 0)]
    [InlineData("May  8 12:00:00 2027 GMT", 1809777600)]
    [InlineData("May 18 12:00:00 2027 GMT", 1810641600)]
    [InlineData("2026-01-02 03:04:05", 1767323045)]
    public void A_text_that_stands_for_a_number_is_one(string text, double value) => Assert.Equal(value, StatusValue.Read(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("10.11.19-MariaDB")]
    [InlineData("1.2.3")]
    [InlineData("/run/mysqld/mysqld.sock")]
    [InlineData("1,2")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("Mai 32 12:00:00 2027 GMT")]
    [InlineData("0/0.001/0.002/0/5")]
    public void Everything_else_is_none(string? text) => Assert.Null(StatusValue.Read(text));

    [Fact]
    public void A_number_that_was_written_is_read_back_and_no_text_fails()
    {
        Gen.Double.Where(double.IsFinite).Sample(number => StatusValue.Read(number.ToString("R", CultureInfo.InvariantCulture)) == number);
        Gen.String.Sample(text => double.IsFinite(StatusValue.Read(text) ?? 0));
    }
}
