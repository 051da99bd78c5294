using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Protocols;

/// <summary>Bytes that wait in the queues of UDP sockets, of /proc/net/udp and udp6.</summary>
internal sealed class UdpQueues : IHostReading
{
    private const int Queues = 4;

    private static readonly Family Waiting = Family.Gauge("node_udp_queues", "Bytes in the queues of UDP sockets, all together.", "queue", "ip");

    public string Name => "udp_queues";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        bool any = false;
        foreach ((string file, string ip) in (ReadOnlySpan<(string, string)>)[("udp", "v4"), ("udp6", "v6")])
        {
            string path = roots.InProcNet(file);
            if (KernelFile.Read(path) is not { } text)
                continue;
            any = true;
            double sent = 0, received = 0;
            foreach (string[] words in KernelText.Rows(text).Skip(1))
            {
                // 00000000:00000A00 is the queue to send and the queue of what was received.
                if (words.Length > Queues && words[Queues].Split(':') is [var toSend, var wasReceived]
                    && KernelText.TryHex(toSend, out double tx) && KernelText.TryHex(wasReceived, out double rx))
                {
                    sent += tx;
                    received += rx;
                }
                else
                {
                    samples.Report($"{path}: '{KernelFile.Shortened(string.Join(' ', words))}' is not a socket");
                }
            }

            samples.Add(Waiting, sent, "tx", ip);
            samples.Add(Waiting, received, "rx", ip);
        }

        return any ? SourceOutcome.Ok : new SourceOutcome.Absent("this kernel has no UDP");
    }
}
