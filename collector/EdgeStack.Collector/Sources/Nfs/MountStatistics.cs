using System.Text;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Sources.Host.FileSystems;

namespace EdgeStack.Collector.Sources.Nfs;

/// <summary>What each NFS mount does, of process 1's mountstats. A kernel lists some 60 operations for each mount; those that say how a mount fares are told.</summary>
internal sealed class MountStatistics(MountFilter filter) : IHostReading
{
    private const double Millisecond = 1000;

    private static readonly string[] Operations = ["READ", "WRITE", "GETATTR", "OPEN", "CLOSE", "COMMIT"];

    private static readonly Family Age = OfMount("age_seconds_total", "How long an NFS mount is there.");

    private static readonly Family Where = Family.Gauge("node_mountstats_nfs_mountpoint_info", "Where an NFS mount is mounted; always 1.", "export", "protocol", "mountaddr", "mountpoint");

    private static readonly Family[] Bytes =
    [
        OfMount("read_bytes_total", "Bytes that programs read."),
        OfMount("write_bytes_total", "Bytes that programs wrote."),
        OfMount("direct_read_bytes_total", "Bytes that programs read past the cache."),
        OfMount("direct_write_bytes_total", "Bytes that programs wrote past the cache."),
        OfMount("total_read_bytes_total", "Bytes that the server sent of files."),
        OfMount("total_write_bytes_total", "Bytes that the server was sent for files."),
        OfMount("read_pages_total", "Pages that were read from the server."),
        OfMount("write_pages_total", "Pages that were written to the server."),
    ];

    // By the places behind the port: a UDP transport has no connections and no idle time.
    private static readonly Family?[] Transport =
    [
        OfTransport("bind_total", "Times that a connection to the server was prepared."),
        OfTransport("connect_total", "Times that a connection to the server was made."),
        null,
        Family.Gauge("node_mountstats_nfs_transport_idle_time_seconds", "How long nothing was sent to the server.", "export", "protocol", "mountaddr", "transport"),
        OfTransport("sends_total", "Calls that were sent to the server."),
        OfTransport("receives_total", "Answers that the server sent."),
        OfTransport("bad_transaction_ids_total", "Answers of the server to calls that nobody made."),
        null,
        OfTransport("backlog_queue_total", "Calls that waited for a free slot, added up at every call."),
        Family.Gauge("node_mountstats_nfs_transport_maximum_rpc_slots", "Most calls that were under way at once.", "export", "protocol", "mountaddr", "transport"),
        OfTransport("sending_queue_total", "Calls that waited to be sent, added up at every call."),
        OfTransport("pending_queue_total", "Calls that waited for an answer, added up at every call."),
    ];

    private static readonly Family?[] DatagramTransport = [Transport[0], .. Transport[4..]];

    // RDMA has numbers of its own behind the first nine.
    private static readonly Family?[] RdmaTransport = [.. Transport[..9]];

    private static readonly (Family Family, double Of)[] PerOperation =
    [
        (OfOperation("requests_total", "Calls of an operation."), 1),
        (OfOperation("transmissions_total", "Times that calls of an operation were sent."), 1),
        (OfOperation("major_timeouts_total", "Calls of an operation that got no answer after all repetitions."), 1),
        (OfOperation("sent_bytes_total", "Bytes that were sent for an operation, heads included."), 1),
        (OfOperation("received_bytes_total", "Bytes that were received for an operation, heads included."), 1),
        (OfOperation("queue_time_seconds_total", "Time that calls of an operation waited to be sent."), Millisecond),
        (OfOperation("response_time_seconds_total", "Time from sending calls of an operation to their answers."), Millisecond),
        (OfOperation("request_time_seconds_total", "Time that calls of an operation took in all."), Millisecond),
        (OfOperation("errors_total", "Calls of an operation that ended with an error."), 1),
    ];

    public string Name => "mountstats";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        if (Text(roots, out string path) is not { } text)
            return new SourceOutcome.Absent($"{path} is missing");
        MountStatisticsBlock[] blocks = [.. MountStatisticsBlock.All(text, path, samples)];
        if (blocks.Length == 0)
            return new SourceOutcome.Absent("no NFS server's files are mounted");
        Dictionary<string, Mount> mounts = MountTable.Read(roots, samples).Where(NfsMounts.IsNfs).DistinctBy(mount => mount.Point, StringComparer.Ordinal)
            .ToDictionary(mount => mount.Point, StringComparer.Ordinal);
        HashSet<(string, string, string)> seen = [];
        foreach (MountStatisticsBlock block in blocks)
        {
            mounts.TryGetValue(block.Point, out Mount? mount);
            string protocol = block.Transports is [var first, ..] ? first.Protocol : "", address = mount?.ServerAddress ?? "";
            if (mount is not null && !filter.Excludes(mount))
                samples.Add(Where, 1, block.Device, protocol, address, block.Point);
            // One file system that is mounted at two places has one set of numbers, and they stand there twice.
            if (seen.Add((block.Device, protocol, address)))
                Add(block, protocol, address, samples);
        }

        return SourceOutcome.Ok;
    }

    // Only root may read that of process 1; others see their own, which is the same outside of containers.
    private static string? Text(HostRoots roots, out string path)
    {
        path = roots.InProc("1/mountstats");
        using KernelBytes first = KernelBytes.TryRead(path);
        if (first.Error == 0)
            return OfNfs(first.Bytes);
        path = roots.InProc("self/mountstats");
        using KernelBytes own = KernelFile.ReadBytes(path);
        return own.Exists ? OfNfs(own.Bytes) : null;
    }

    // All of a machine's mounts stand there, and of others than NFS nothing but that they do.
    private static string OfNfs(ReadOnlySpan<byte> text) => text.IndexOf(" fstype nfs"u8) < 0 ? "" : Encoding.UTF8.GetString(text);

    private static void Add(MountStatisticsBlock block, string protocol, string address, SampleWriter samples)
    {
        string export = block.Device;
        if (block.Age is { } age)
            samples.Add(Age, age, export, protocol, address);
        for (int i = 0; i < Math.Min(Bytes.Length, block.Bytes.Length); i++)
            samples.Add(Bytes[i], block.Bytes[i], export, protocol, address);
        for (int i = 0; i < block.Transports.Length; i++)
        {
            (string kind, var numbers) = block.Transports[i];
            Family?[] families = kind switch
            {
                "udp" => DatagramTransport,
                "rdma" => RdmaTransport,
                _ => Transport,
            };
            // The first number is the port.
            for (int k = 0; k < Math.Min(families.Length, numbers.Length - 1); k++)
            {
                if (families[k] is { } family)
                    samples.Add(family, numbers[k + 1], export, kind, address, $"{i}");
            }
        }

        foreach ((string operation, var numbers) in block.Operations.Where(operation => Operations.Contains(operation.Name)))
        {
            for (int i = 0; i < Math.Min(PerOperation.Length, numbers.Length); i++)
                samples.Add(PerOperation[i].Family, numbers[i] / PerOperation[i].Of, export, protocol, address, operation);
        }
    }

    private static Family OfMount(string name, string help) => Family.Counter($"node_mountstats_nfs_{name}", help, "export", "protocol", "mountaddr");

    private static Family OfTransport(string name, string help) => Family.Counter($"node_mountstats_nfs_transport_{name}", help, "export", "protocol", "mountaddr", "transport");

    private static Family OfOperation(string name, string help) => Family.Counter($"node_mountstats_nfs_operations_{name}", help, "export", "protocol", "mountaddr", "operation");
}
