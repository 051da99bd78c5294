using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Host.Network;

/// <summary>What is known of one network device that changes with its state, or when a person changes it. Reading all files of all devices every time is the most that a machine takes.</summary>
internal sealed class LinkAttributes
{
    // A minute, when a machine is read every 15 s.
    private const int Readings = 4;

    private double?[] _numbers = [];
    private LinkState? _state;
    private int _left;

    /// <summary>The hardware's address.</summary>
    public string Address { get; private set; } = "";

    public string Broadcast { get; private set; } = "";

    /// <summary>What a person calls it.</summary>
    public string Alias { get; private set; } = "";

    public string Duplex { get; private set; } = "";

    /// <summary>In megabits in a second.</summary>
    public double? Speed { get; private set; }

    /// <summary>The numbers in the files that it was read with, in their order; null where there is none.</summary>
    public ReadOnlySpan<double?> Numbers => _numbers;

    /// <summary>Reads them when the device's state is another one, or when they have not been read for a while.</summary>
    public void Read(string folder, LinkState state, (string File, Family Family)[] files, SampleWriter samples)
    {
        if (state == _state && _left-- > 0)
            return;
        int problems = samples.Problems.Count;
        Address = Word("address");
        Broadcast = Word("broadcast");
        Alias = Word("ifalias");
        Duplex = Word("duplex");
        Speed = Number("speed");
        _numbers = [.. files.Select(file => Number(file.File))];
        _state = state;
        // What is wrong is told every time, as that of other parts is.
        _left = samples.Problems.Count > problems ? 0 : Readings - 1;

        double? Number(string file) => DeviceAttribute.ReadNumber(Path.Combine(folder, file), samples);

        string Word(string file) => DeviceAttribute.ReadWord(Path.Combine(folder, file), samples) ?? "";
    }
}
