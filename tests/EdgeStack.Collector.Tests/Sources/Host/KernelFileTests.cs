using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host;

public sealed class KernelFileTests
{
    [Theory]
    [InlineData("42\n", 42d)]
    [InlineData(" -5 \n", -5d)]
    [InlineData("0.25\\0", 0.25)]
    [InlineData("9223372036854775807", 9223372036854775807d)]
    [InlineData("1e3", null)]
    [InlineData("1e309", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("-∞", null)]
    [InlineData("0x10", null)]
    [InlineData("1,5", null)]
    [InlineData("1 2", null)]
    [InlineData("", null)]
    public void A_number_is_one_that_the_kernel_writes(string content, double? number)
    {
        using Machine machine = Machine.With(("file", content));
        SampleWriter samples = new();

        Assert.Equal(number, KernelFile.ReadNumber(machine.In("file"), samples));
        Assert.Equal(number is null ? 1 : 0, samples.Problems.Count);
    }

    [Fact]
    public void A_word_that_is_longer_than_a_page_is_reported_and_not_taken()
    {
        using TemporaryFolder folder = new();
        Collector.Exposition.SampleWriter samples = new();
        Assert.Equal(4096, KernelFile.ReadWord(folder.Write("most", new string('x', 4096) + "\n"), samples)?.Length);
        Assert.Null(KernelFile.ReadWord(folder.Write("more", new string('x', 4097)), samples));
        Assert.EndsWith("is longer than 4096 bytes", Assert.Single(samples.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_of_four_hundred_digits_is_none()
    {
        using Machine machine = Machine.With(("file", new string('9', 400)));
        SampleWriter samples = new();

        Assert.Null(KernelFile.ReadNumber(machine.In("file"), samples));
        Assert.Single(samples.Problems);
    }

    [Fact]
    public void A_file_that_is_not_there_is_no_problem()
    {
        using Machine machine = Machine.With(("file", ""));
        SampleWriter samples = new();

        Assert.Null(KernelFile.ReadNumber(machine.In("other"), samples));
        Assert.Empty(samples.Problems);
    }

    [Fact]
    public void A_file_of_any_length_is_read_whole_and_one_without_end_is_a_fault()
    {
        string text = new('x', 100_000);
        using Machine machine = Machine.With(("file", text), ("long", new string('y', KernelFile.MaxLength + 1)));

        Assert.Equal(text, KernelFile.Read(machine.In("file")));
        Assert.ThrowsAny<IOException>(() => KernelFile.Read(machine.In("long")));
    }

    [Fact]
    public void What_cannot_be_read_is_told_with_the_kernels_words_and_the_path()
    {
        using Machine machine = Machine.With(("folder/file", ""));
        SampleWriter samples = new();

        Assert.Null(KernelFile.ReadWord(machine.In("folder"), samples));
        Assert.Null(DeviceAttribute.ReadWord(machine.In("folder"), samples));
        Assert.Equal($"{machine.In("folder")}: Is a directory : '{machine.In("folder")}'", Assert.Single(samples.Problems));
    }
}
