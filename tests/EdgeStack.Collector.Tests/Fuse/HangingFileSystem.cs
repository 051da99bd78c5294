using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EdgeStack.Collector.Tests.Fuse;

/// <summary>
/// A file system of ours that says how full it is only when it may: until then it is what an NFS mount is whose server is gone. It speaks the kernel's FUSE protocol on
/// a thread that has a mount namespace and a table of files of its own: nobody else sees the mount, and when the thread ends, or the whole program is killed, the kernel
/// ends the connection and wakes whoever waits for it.
/// </summary>
internal sealed class HangingFileSystem : IDisposable
{
    // linux/fuse.h
    private const uint Init = 26, StatFs = 17, Forget = 2, BatchForget = 42, Interrupt = 36, Destroy = 38;
    private const int HeadIn = 40, HeadOut = 16, NotImplemented = 38;

    // The kernel wants room for the largest write, and says so with an error at the first read.
    private const int Largest = 256 * 1024;

    private readonly string _folder;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _begun = new();
    private readonly Queue<ulong> _held = [];
    private volatile bool _answers;
    private volatile bool _ends;
    private int _asked;
    private int _taskId;
    private string? _failure;

    private HangingFileSystem(string folder)
    {
        _folder = folder;
        _thread = new Thread(Serve) { IsBackground = true, Name = "fuse" };
    }

    /// <summary>How often it was asked how full it is.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Where its namespace is seen from outside.</summary>
    public string Root => $"/proc/self/task/{_taskId}/root";

    /// <summary>What is mounted in its namespace.</summary>
    public string MountInfo => File.ReadAllText($"/proc/self/task/{_taskId}/mountinfo");

    /// <summary>Mounts it on an empty folder; null when this machine does not let us, and why.</summary>
    public static HangingFileSystem? TryMount(string folder, out string? failure)
    {
        HangingFileSystem system = new(folder);
        system._thread.Start();
        system._begun.Wait();
        failure = system._failure;
        if (failure is null)
            return system;
        system.Dispose();
        return null;
    }

    /// <summary>From now on it answers, also those who wait.</summary>
    public void Answer() => _answers = true;

    /// <summary>From now on it does not answer.</summary>
    public void Hang() => _answers = false;

    public void Dispose()
    {
        _ends = true;
        _thread.Join();
        _begun.Dispose();
    }

    private void Serve()
    {
        int device = -1;
        try
        {
            device = Mount();
            _failure = device < 0 ? $"no FUSE file system can be mounted: {Marshal.GetLastPInvokeErrorMessage()}" : null;
            _taskId = FuseCalls.ThreadId();
            _begun.Set();
            byte[] buffer = new byte[Largest];
            while (device >= 0 && !_ends)
            {
                while (_answers && _held.TryDequeue(out ulong held))
                    Reply(device, held, 0, Sizes());
                if (FuseCalls.IsReadable(device) && FuseCalls.Read(device, buffer) is >= HeadIn and var length)
                    Take(device, buffer.AsSpan(0, length));
            }
        }
        finally
        {
            if (device >= 0)
            {
                // Nothing of it can outlive this: the connection ends with the last descriptor, and the namespace with the thread.
                FuseCalls.Unmount(_folder);
                FuseCalls.Close(device);
            }
        }
    }

    private int Mount()
    {
        if (!FuseCalls.TryLeaveOthers())
            return -1;
        int device = FuseCalls.OpenDevice();
        if (device < 0 || FuseCalls.TryMount(_folder, device))
            return device;
        int error = Marshal.GetLastPInvokeError();
        FuseCalls.Close(device);
        Marshal.SetLastPInvokeError(error);
        return -1;
    }

    private void Take(int device, ReadOnlySpan<byte> request)
    {
        uint operation = BinaryPrimitives.ReadUInt32LittleEndian(request[4..]);
        ulong id = BinaryPrimitives.ReadUInt64LittleEndian(request[8..]);
        switch (operation)
        {
            case Init:
                Reply(device, id, 0, Welcome(request[HeadIn..]));
                break;
            case StatFs:
                Interlocked.Increment(ref _asked);
                _held.Enqueue(id);
                break;
            case Forget or BatchForget or Interrupt:
                // Nobody waits for an answer to these; and an interrupted call may go on hanging, as on NFS.
                break;
            default:
                Reply(device, id, operation == Destroy ? 0 : -NotImplemented, []);
                break;
        }
    }

    // The version we know, 7.31, whatever newer one the kernel has, and no features.
    private static byte[] Welcome(ReadOnlySpan<byte> request)
    {
        const uint Minor = 31, SmallestWrite = 4096;
        byte[] answer = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(answer, BinaryPrimitives.ReadUInt32LittleEndian(request));
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(4), Minor);
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(20), SmallestWrite);
        return answer;
    }

    // 1,000 blocks of 512 bytes, 600 free, 500 for others than root; 70 files, 60 free. A transfer is larger than a block: the counts are not in transfers.
    private static byte[] Sizes()
    {
        byte[] answer = new byte[80];
        ulong[] counts = [1000, 600, 500, 70, 60];
        for (int i = 0; i < counts.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(answer.AsSpan(8 * i), counts[i]);
        uint[] words = [65536, 255, 512];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(40 + (4 * i)), words[i]);
        return answer;
    }

    private static void Reply(int device, ulong id, int error, byte[] body)
    {
        byte[] answer = new byte[HeadOut + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(answer, answer.Length);
        BinaryPrimitives.WriteInt32LittleEndian(answer.AsSpan(4), error);
        BinaryPrimitives.WriteUInt64LittleEndian(answer.AsSpan(8), id);
        body.CopyTo(answer, HeadOut);
        FuseCalls.Write(device, answer);
    }
}
