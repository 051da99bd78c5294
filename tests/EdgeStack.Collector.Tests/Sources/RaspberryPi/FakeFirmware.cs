using System.Runtime.InteropServices;
using System.Text;
using EdgeStack.Collector.Sources.RaspberryPi;

namespace EdgeStack.Collector.Tests.Sources.RaspberryPi;

/// <summary>A firmware that answers messages as the real one does: what it knows it writes into the message and marks as answered, what it does not know it leaves as it is.</summary>
internal sealed class FakeFirmware : IMailbox
{
    private const uint Succeeded = 0x80000000, Answered = 0x80000000;
    private const int Invalid = 22;

    private readonly Dictionary<(FirmwareTag, uint), uint> _values = [];
    private readonly Dictionary<string, string> _commands = [];

    /// <summary>What a device answers that cannot be used: 2 no such file, 13 not allowed.</summary>
    public Dictionary<MailboxDevice, int> Faults { get; } = [];

    /// <summary>Whether the kernel calls a message that holds an unknown tag invalid, as it does when the firmware says so.</summary>
    public bool RefusesUnknown { get; set; }

    /// <summary>Every message that came, as its tag and its first word.</summary>
    public List<(FirmwareTag Tag, uint First)> Asked { get; } = [];

    /// <summary>The boards of the machines' trees.</summary>
    public static FakeFirmware Of(string machine) => machine switch
    {
        "pi2" => new FakeFirmware().Knows(FirmwareTag.FirmwareRevision, 0, 1725986434).Knows(FirmwareTag.Throttled, 0, 0x50001)
            .KnowsClocks((1, 250000000), (2, 48000000), (3, 900000000), (4, 250000000), (5, 250000000), (6, 0), (7, 250000000), (8, 450000000), (9, 0), (10, 0))
            .Knows(FirmwareTag.Voltage, 1, 1312500).Knows(FirmwareTag.Voltage, 2, 1200000).Knows(FirmwareTag.Voltage, 3, 1225000).Knows(FirmwareTag.Voltage, 4, 1200000)
            .Knows(FirmwareTag.Temperature, 0, 48312).Knows(FirmwareTag.TemperatureLimit, 0, 85000),
        "pi4" => new FakeFirmware().Knows(FirmwareTag.FirmwareRevision, 0, 1732000000).Knows(FirmwareTag.Throttled, 0, 0)
            .KnowsClocks((1, 250000000), (2, 48001464), (3, 1800000000), (4, 500000992), (5, 500000992), (6, 500000992), (7, 500000992), (8, 0), (9, 75001464), (10, 0), (11, 500000992), (12, 100000000))
            .Knows(FirmwareTag.MeasuredClockRate, 3, 1800457088).Knows(FirmwareTag.MeasuredClockRate, 4, 500000992)
            .Knows(FirmwareTag.Voltage, 1, 925000).Knows(FirmwareTag.Voltage, 2, 1100000).Knows(FirmwareTag.Voltage, 3, 1100000).Knows(FirmwareTag.Voltage, 4, 1100000)
            .Knows(FirmwareTag.Temperature, 0, 61342).Knows(FirmwareTag.TemperatureLimit, 0, 85000).Executes("measure_temp pmic", "temp=58.2'C"),
        "pi5" or "container" => new FakeFirmware().Knows(FirmwareTag.FirmwareRevision, 0, 1746713597).Knows(FirmwareTag.Throttled, 0, 0xE0008)
            .KnowsClocks((3, 2400000000), (4, 910000000)).Knows(FirmwareTag.Voltage, 1, 906250)
            .Knows(FirmwareTag.Temperature, 0, 54750).Knows(FirmwareTag.TemperatureLimit, 0, 85000).Executes("measure_temp pmic", "temp=49.5'C")
            .Executes("pmic_read_adc", " 3V7_WL_SW_A current(0)=0.09368544A\n   3V3_SYS_A current(1)=0.08012496A\n  VDD_CORE_A current(7)=1.42880000A\n   3V3_SYS_V volt(9)=3.30910500V\n"
                + "  VDD_CORE_V volt(15)=0.90659250V\n     EXT5V_V volt(24)=5.05716000V\n      BATT_V volt(25)=0.00000000V\n"),
        _ => new FakeFirmware { Faults = { [MailboxDevice.Everything] = 2, [MailboxDevice.Commands] = 2 } },
    };

    public FakeFirmware Knows(FirmwareTag tag, uint of, uint value)
    {
        _values[(tag, of)] = value;
        return this;
    }

    public FakeFirmware Executes(string command, string answer)
    {
        _commands[command] = answer;
        return this;
    }

    public FakeFirmware Forgets(FirmwareTag tag, uint of)
    {
        _values.Remove((tag, of));
        return this;
    }

    public int Exchange(MailboxDevice device, Span<uint> message)
    {
        if (Faults.TryGetValue(device, out int fault))
            return fault;
        Assert.Equal(message.Length * sizeof(uint), (int)message[0]);
        Assert.Equal(0u, message[1]);
        Assert.Equal(0u, message[^1]);
        FirmwareTag tag = (FirmwareTag)message[2];
        Span<uint> values = message[5..^1];
        Asked.Add((tag, values[0]));
        if (device == MailboxDevice.Commands && tag != FirmwareTag.Command)
            return 1;
        message[1] = Succeeded;
        if (tag == FirmwareTag.Command)
            return Execute(message, values);
        Assert.Equal(values.Length * sizeof(uint), (int)message[3]);
        bool isNumbered = values.Length == 2;
        if (!_values.TryGetValue((tag, isNumbered ? values[0] : 0), out uint value))
            return RefusesUnknown ? Invalid : 0;
        values[isNumbered ? 1 : 0] = value;
        message[4] = Answered | message[3];
        return 0;
    }

    private FakeFirmware KnowsClocks(params (uint Number, uint Hertz)[] clocks) => clocks.Aggregate(this, (firmware, clock) => firmware.Knows(FirmwareTag.ClockRate, clock.Number, clock.Hertz));

    private int Execute(Span<uint> message, Span<uint> values)
    {
        Span<byte> letters = MemoryMarshal.AsBytes(values[1..]);
        Assert.Equal(letters.Length, (int)message[3]);
        string answer = _commands.GetValueOrDefault(Encoding.ASCII.GetString(letters[..letters.IndexOf((byte)0)]), "error=1 error_msg=\"Command not registered\"");
        letters.Clear();
        Encoding.ASCII.GetBytes(answer, letters);
        message[4] = Answered | (uint)answer.Length;
        return 0;
    }
}
