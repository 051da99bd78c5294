using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Protocols;

/// <summary>How every processor kept up with received packets, of /proc/net/softnet_stat.</summary>
internal sealed class PacketBacklogs : IHostReading
{
    private const int Index = 12;

    // Newer kernels have more columns; what an older one does not have is not shown.
    private static readonly (int Column, Family Family)[] Columns =
    [
        (0, Family.Counter("node_softnet_processed_total", "Packets that a processor took.", "cpu")),
        (1, Family.Counter("node_softnet_dropped_total", "Packets that were dropped since a processor's queue was full.", "cpu")),
        (2, Family.Counter("node_softnet_times_squeezed_total", "How often a processor stopped with packets left, since its share of time was over.", "cpu")),
        (8, Family.Counter("node_softnet_cpu_collision_total", "How often two processors wanted to send on a device at once.", "cpu")),
        (9, Family.Counter("node_softnet_received_rps_total", "How often a processor was woken to take packets of another one.", "cpu")),
        (10, Family.Counter("node_softnet_flow_limit_count_total", "How often one connection was held back for the others.", "cpu")),
        (11, Family.Gauge("node_softnet_backlog_len", "Packets in a processor's queue.", "cpu")),
    ];

    public string Name => "softnet";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProcNet("softnet_stat");
        if (KernelFile.Read(path) is not { } text)
            return new SourceOutcome.Failed($"{path} is missing");
        int line = 0;
        foreach (string[] words in KernelText.Rows(text))
        {
            double[] numbers = new double[words.Length];
            if (!words.Index().All(word => KernelText.TryHex(word.Item, out numbers[word.Index])))
            {
                samples.Report($"{path}: line {line} has something other than hexadecimal numbers");
                line++;
                continue;
            }

            // Lines of processors that are off are left out, so that a line's place is the processor only where nothing else says which.
            string number = $"{(numbers.Length > Index ? numbers[Index] : line)}";
            foreach ((int column, Family family) in Columns.Where(column => column.Column < numbers.Length))
                samples.Add(family, numbers[column], number);
            line++;
        }

        return SourceOutcome.Ok;
    }
}
