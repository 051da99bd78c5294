using EdgeStack.Collector.Sources.RaspberryPi;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Sources.RaspberryPi;

public sealed class FirmwareTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void What_is_wrong_is_asked_with_zero_so_that_nothing_is_forgotten()
    {
        FakeFirmware fake = FakeFirmware.Of("pi4");

        new Firmware(fake, _time).Ask(FirmwareTag.Throttled);

        Assert.Equal((FirmwareTag.Throttled, 0u), Assert.Single(fake.Asked));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_tag_that_the_firmware_does_not_know_is_asked_once_and_spoils_no_other(bool refuses)
    {
        FakeFirmware fake = FakeFirmware.Of("pi4").Forgets(FirmwareTag.Voltage, 1);
        fake.RefusesUnknown = refuses;
        Firmware firmware = new(fake, _time);

        Assert.Null(firmware.Ask(FirmwareTag.Voltage, 1));
        Assert.Null(firmware.Ask(FirmwareTag.Voltage, 1));
        Assert.Equal(1100000u, firmware.Ask(FirmwareTag.Voltage, 2));
        Assert.Equal(1800000000u, firmware.Ask(FirmwareTag.ClockRate, 3));
        Assert.Equal([(FirmwareTag.Voltage, 1u), (FirmwareTag.Voltage, 2u), (FirmwareTag.ClockRate, 3u)], fake.Asked);
        Assert.Null(firmware.Fault);
    }

    [Theory]
    [InlineData(2, "there is no such device")]
    [InlineData(13, "it may not be used")]
    [InlineData(110, "error 110")]
    public void A_device_that_cannot_be_used_says_why_and_is_tried_again(int error, string why)
    {
        FakeFirmware fake = FakeFirmware.Of("pi4");
        fake.Faults[MailboxDevice.Everything] = error;
        Firmware firmware = new(fake, _time);

        Assert.Null(firmware.Ask(FirmwareTag.Throttled));
        Assert.Equal(why, firmware.Fault);
        fake.Faults.Clear();
        Assert.Equal(0u, firmware.Ask(FirmwareTag.Throttled));
        Assert.Null(firmware.Fault);
    }

    [Fact]
    public void A_command_goes_through_the_narrow_door_first_and_through_the_wide_one_when_there_is_none()
    {
        FakeFirmware fake = FakeFirmware.Of("pi4");
        fake.Faults[MailboxDevice.Everything] = 13;
        Assert.Equal("temp=58.2'C", new Firmware(fake, _time).Command("measure_temp pmic"));

        fake.Faults.Clear();
        fake.Faults[MailboxDevice.Commands] = 2;
        Assert.Equal("temp=58.2'C", new Firmware(fake, _time).Command("measure_temp pmic"));
    }

    [Fact]
    public void A_command_that_the_firmware_does_not_know_is_given_once()
    {
        FakeFirmware fake = FakeFirmware.Of("pi4");
        Firmware firmware = new(fake, _time);

        Assert.Null(firmware.Command("pmic_read_adc"));
        Assert.Null(firmware.Command("pmic_read_adc"));
        Assert.Single(fake.Asked);
    }

    [Theory]
    [InlineData(8, 0xC0086400)]
    [InlineData(4, 0xC0046400)]
    public void The_kernels_number_for_a_message_depends_on_the_size_of_a_pointer(int pointerSize, uint number) => Assert.Equal(number, VcioMailbox.RequestOf(pointerSize));

    [Fact]
    public void Real_device_files_that_are_missing_or_no_mailbox_are_told_apart()
    {
        using TemporaryFolder folder = new();
        VcioMailbox mailbox = new(folder.Path);
        Span<uint> message = [28, 0, (uint)FirmwareTag.Throttled, 4, 0, 0, 0];

        Assert.Equal(2, mailbox.Exchange(MailboxDevice.Everything, message));
        File.CreateSymbolicLink(folder.File("vcio"), "/dev/null");
        Assert.Equal(25, mailbox.Exchange(MailboxDevice.Everything, message));
    }

    [Fact]
    public void What_was_refused_is_asked_again_after_a_while_and_ever_more_seldom()
    {
        FakeFirmware fake = FakeFirmware.Of("pi4").Forgets(FirmwareTag.Voltage, 1);
        Firmware firmware = new(fake, _time);
        List<int> asked = [];
        foreach (int minutes in (int[])[0, 9, 1, 10, 10, 39, 1])
        {
            _time.Advance(TimeSpan.FromMinutes(minutes));
            Assert.Null(firmware.Ask(FirmwareTag.Voltage, 1));
            asked.Add(fake.Asked.Count);
        }

        Assert.Equal([1, 1, 2, 2, 3, 3, 4], asked);
        _time.Advance(TimeSpan.FromDays(1));
        fake.Knows(FirmwareTag.Voltage, 1, 1100000);
        Assert.Equal(1100000u, firmware.Ask(FirmwareTag.Voltage, 1));
        Assert.Equal(1100000u, firmware.Ask(FirmwareTag.Voltage, 1));
    }

    [Fact]
    public void A_command_that_was_refused_is_given_again_after_a_while()
    {
        FakeFirmware fake = FakeFirmware.Of("pi4");
        Firmware firmware = new(fake, _time);
        Assert.Null(firmware.Command("pmic_read_adc"));
        fake.Executes("pmic_read_adc", "now");

        Assert.Null(firmware.Command("pmic_read_adc"));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("now", firmware.Command("pmic_read_adc"));
    }
}
